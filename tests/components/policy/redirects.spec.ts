import assert from "node:assert/strict";

import { edgeFunctionCode, edgeFunctionProblems, FUNCTION_LIMIT } from "../../../components/policy/edge-function";
import { parseRedirects, redirectProblems, resolveRedirects } from "../../../components/policy/redirects";
import { type Routing, ROUTINGS } from "../../../components/policy/routing";
import { ADDRESSES, EDGE_SOURCE, edgeFunction, outcome, requestOf } from "../../support/edge";

function redirects(rules: Readonly<Record<string, string>>) {
  return Object.entries(rules).map(([from, to]) => ({ from, to }));
}

function problems(rules: Readonly<Record<string, string>>, routing: Routing = "files") {
  return problemsUnder([], rules, routing);
}

function problemsUnder(hosts: readonly string[], rules: Readonly<Record<string, string>>, routing: Routing = "files") {
  return redirectProblems(redirects(rules), routing, hosts).map(({ key, message }) => `${key}: ${message}`);
}

describe("redirects", () => {
  it("are addresses of the site and of others over https, exact or with /* on both sides", () => {
    const rules = {
      "/old": "/new",
      "/old/": "/new/#top",
      "/docs/*": "/guide/*",
      "/docs/v1/*": "https://v1.example/a/*",
      "/*": "https://new.example/*",
      "/\u00fc": "/u?a=b",
      "/__proto__": "https://other.example",
      "/%7Euser": "/users/",
    };
    assert.deepEqual(problems(rules), []);
    assert.deepEqual(resolveRedirects(redirects(rules)), {
      exact: [
        ["/old", "/new"],
        ["/old/", "/new/#top"],
        ["/%C3%BC", "/u?a=b"],
        ["/__proto__", "https://other.example/"],
        ["/~user", "/users/"],
      ],
      prefixes: [
        ["/docs/v1/", "https://v1.example/a/"],
        ["/docs/", "/guide/"],
        ["/", "https://new.example/"],
      ],
    });
  });

  it("keep a key that is also a name of the language", () => {
    assert.deepEqual(parseRedirects(JSON.parse('{ "__proto__": "/x", "constructor": "/y" }')), [
      { from: "__proto__", to: "/x" },
      { from: "constructor", to: "/y" },
    ]);
  });

  const FROM = /^redirects\[".*"\]: got ".*"; expected a path such as /;
  for (const from of [
    "",
    "old",
    "//old",
    "/a//b",
    "/a/../b",
    "/./a",
    "/%2e%2e/a",
    "/a?b",
    "/a#b",
    "/a*",
    "/*/a",
    "/a/**",
    "/\\a",
    "/a b",
    "https://site.example/a",
    "/index.html",
    "/404.html",
    "/%34%30%34.html",
    "/_releases/*",
    "/_releases",
    "/%5Freleases/x",
    "__proto__",
  ]) {
    it(`are not from ${JSON.stringify(from)}`, () => {
      const found = problems({ [from]: from.endsWith("/*") ? "/x/*" : "/x" });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", FROM);
    });
  }

  const TO = /^redirects\["\/old(?:\/\*)?"\]: got ".*"; expected a path such as \/new\/ or an https:\/\/ address/;
  for (const to of [
    "",
    "new",
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/.//evil.example",
    "/a/../b",
    "http://other.example/",
    "HTTPS://other.example/",
    "https:other.example",
    "https:/other.example",
    "https://user@other.example/",
    "https://user:word@other.example/",
    "https:///x",
    "https://other.example\\@evil.example",
    "ftp://other.example",
    "javascript:alert(1)",
    "data:,x",
    "/new/*",
    "/n\nw",
    "https://",
  ]) {
    it(`are not to ${JSON.stringify(to)}`, () => {
      const found = problems({ "/old": to });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", TO);
    });
  }

  it("have the star at both ends or at none, and then neither ? nor #", () => {
    for (const to of ["/new", "/new/", "/new/*?a", "/new/?a=/*", "/new/#/*", "https://other.example"]) {
      assert.match(problems({ "/old/*": to })[0] ?? "", TO);
    }
  });

  it("name each address once, in whichever spelling", () => {
    assert.deepEqual(problems({ "/~a": "/x", "/%7ea": "/y" }), [
      'redirects["/%7ea"]: got "/%7ea"; expected each address once: it is "/~a"',
    ]);
    assert.deepEqual(problems({ "/\u00fc": "/x", "/%c3%bc": "/y" }), [
      'redirects["/%c3%bc"]: got "/%c3%bc"; expected each address once: it is "/\u00fc"',
    ]);
    assert.deepEqual(problems({ "/a": "/x", "/a/": "/y", "/a/*": "/z/*" }), []);
  });

  const circles: readonly (readonly [rules: Readonly<Record<string, string>>, routing?: Routing])[] = [
    [{ "/a": "/a" }],
    [{ "/a": "/%61" }],
    [{ "/a": "/a?b=c#d" }],
    [{ "/a": "/b", "/b": "/a" }],
    [{ "/a/*": "/a/*" }],
    [{ "/a/*": "/a/b/*" }],
    [{ "/*": "/x/*" }],
    [{ "/a/*": "/b/*", "/b/*": "/a/*" }],
    [{ "/b/*": "/a/b/*", "/a/*": "/*" }],
    [{ "/a/c": "/b/c", "/b/*": "/a/*" }],
    [{ "/a/*": "/b/*", "/b/*": "/a/*", "/a/": "/x.html" }],
    [{ "/": "/index.html" }],
    [{ "/": "/en/", "/en/*": "/*" }],
    [{ "/x/": "/x" }, "folders"],
    [{ "/x/": "/y", "/y/": "/x" }, "folders"],
  ];
  for (const [rules, routing = "html"] of circles) {
    it(`in a circle are refused: ${JSON.stringify(rules)} with ${routing}, in which the function would go round`, () => {
      const found = problems(rules, routing);
      assert.match(found[0] ?? "", /; expected an address whose redirects end: in no circle/);
      const answer = edgeFunction({ routing, redirects: redirects(rules) });
      const start = Object.keys(rules)[0]?.replace("*", "any.file") ?? "";
      let address = start;
      for (let hops = 0; hops < 20; hops++) {
        const [status, location = ""] = outcome(answer(requestOf(address))).split(" ");
        assert.equal(status, "301", `${start} ends at ${address}`);
        address = location.replace(/#.*/, "");
      }
    });
  }

  it("that only look like a circle are allowed", () => {
    assert.deepEqual(problems({ "/x/": "/x" }, "html"), []);
    assert.deepEqual(problems({ "/a/*": "/b/*", "/b/x": "/a-x", "/a": "/a/index.html2" }), []);
    assert.deepEqual(problems({ "/a/*": "/b/*", "/b/c/d": "https://site.example/a/" }), []);
    assert.deepEqual(problems({ "/a/*": "/a/b/*", "/a/b/*": "/c/*" }), []);
    assert.deepEqual(problems({ "/.well-known/x/": "/.well-known/x" }, "folders"), []);
  });

  const HOSTS = ["www.example.com", "example.com"];
  const byName: readonly Readonly<Record<string, string>>[] = [
    { "/a": "https://www.example.com/a" },
    { "/a": "https://WWW.example.com.:443/%61?b#c" },
    { "/*": "https://example.com/*" },
    { "/a": "https://example.com/b", "/b": "/a" },
    { "/x/": "https://www.example.com/x" },
  ];
  for (const rules of byName) {
    it(`in a circle by way of a name of the site are refused: ${JSON.stringify(rules)}`, () => {
      assert.match(problemsUnder(HOSTS, rules, "folders")[0] ?? "", /; expected an address whose redirects end/);
      assert.deepEqual(problemsUnder(["other.example"], rules, "folders"), []);
      const answer = edgeFunction({ routing: "folders", redirects: redirects(rules), hosts: HOSTS });
      const start = Object.keys(rules)[0]?.replace("*", "any.file") ?? "";
      let url = new URL(start, "https://www.example.com");
      for (let hops = 0; hops < 20; hops++) {
        const [status, location = ""] = outcome(answer(requestOf(url.pathname, url.host))).split(" ");
        assert.equal(status, "301", `${start} ends at ${url.href}`);
        url = new URL(location);
      }
    });
  }

  it("to another address under a name of the site are allowed", () => {
    assert.deepEqual(
      problemsUnder(HOSTS, { "/a": "https://example.com/b", "/c/*": "https://www.example.com/d/*" }),
      [],
    );
    assert.deepEqual(problemsUnder(HOSTS, { "/*": "https://www.example.com:8443/*" }), []);
  });

  it("are not more than ten in a row", () => {
    const chain = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, index) => [`/${index}.x`, `/${index + 1}.x`]));
    assert.deepEqual(problems(chain(10)), []);
    assert.deepEqual(problems(chain(11)).length, 1);
  });

  it("that are too many are refused with how many fit, and just those fit", () => {
    const many = Array.from({ length: 400 }, (_, index) => ({
      from: `/old/page-${index}/`,
      to: `/new/page-${index}/`,
    }));
    for (const routing of ROUTINGS) {
      const addresses = { ...ADDRESSES, routing, redirects: many };
      const [problem, ...more] = edgeFunctionProblems(EDGE_SOURCE, addresses);
      assert.deepEqual([problem?.key, more], ["redirects", []]);
      const [, fit = ""] = /^got 400 redirects, .* into which the first (\d+) fit: /.exec(problem?.message ?? "") ?? [];
      assert.ok(Number(fit) > 100, fit);
      const sizeOf = (count: number) =>
        Buffer.byteLength(edgeFunctionCode(EDGE_SOURCE, { ...addresses, redirects: many.slice(0, count) }));
      assert.ok(sizeOf(Number(fit)) <= FUNCTION_LIMIT && sizeOf(Number(fit) + 1) > FUNCTION_LIMIT);
      assert.deepEqual(edgeFunctionProblems(EDGE_SOURCE, { ...addresses, redirects: many.slice(0, Number(fit)) }), []);
    }
  });

  it("are not blamed where the names of the site alone are too many", () => {
    const hosts = Array.from({ length: 100 }, (_, index) => `${"a".repeat(60)}.${"b".repeat(40)}.n${index}.example`);
    for (const rules of [[], redirects({ "/old": "/new" })]) {
      const addresses = { ...ADDRESSES, hosts, redirects: rules };
      const [problem, ...more] = edgeFunctionProblems(EDGE_SOURCE, addresses);
      assert.deepEqual([problem?.key, more], ["domain.aliases", []]);
      assert.match(
        problem?.message ?? "",
        /^got 100 names that serve the site, with which .* at most 10000 .*: drop or/,
      );
    }
  });
});
