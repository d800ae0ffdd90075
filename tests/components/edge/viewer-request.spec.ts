import assert from "node:assert/strict";

import { edgeFunctionCode } from "../../../components/policy/edge-function";
import { redirectProblems } from "../../../components/policy/redirects";
import { ROUTINGS } from "../../../components/policy/routing";
import {
  ADDRESSES,
  EDGE_SOURCE,
  edgeFunction,
  type EdgeAnswer,
  type EdgeRequest,
  outcome,
  requestOf,
} from "../../support/edge";
import { REDIRECTS, REQUESTS } from "./requests";

const HOSTS = ["example.com", "www.example.com"];

function withoutQuery(address: string): string {
  const [path = ""] = address.split("?");
  return path.startsWith("/") ? path : `/${path}`;
}

describe("the edge function", () => {
  it("has a table of at least 120 requests for each routing, with redirects that the settings allow", () => {
    assert.ok(REQUESTS.length >= 120, String(REQUESTS.length));
    assert.equal(new Set(REQUESTS.map(([address]) => address)).size, REQUESTS.length);
    for (const routing of ROUTINGS) assert.deepEqual(redirectProblems(REDIRECTS, routing, HOSTS), []);
  });

  for (const [index, routing] of ROUTINGS.entries()) {
    describe(`with routing ${routing}`, () => {
      const answer = edgeFunction({ routing, redirects: REDIRECTS });
      const named = edgeFunction({ routing, redirects: REDIRECTS, hosts: HOSTS });

      for (const [address = "", ...expected] of REQUESTS) {
        const want = (expected[index] ?? expected[0] ?? "").replace(/^=$/, withoutQuery(address));
        it(`answers ${JSON.stringify(address.slice(0, 60))} with ${want.slice(0, 60)}`, () => {
          assert.equal(outcome(answer(requestOf(address))), want);
          // Under names of its own a Location names the one that was asked for.
          const there = want.replace(/^301 \//, "301 https://www.example.com/");
          assert.equal(outcome(named(requestOf(address, "www.example.com"))), there);
        });
      }

      it("answers very long addresses", () => {
        const long = "/a".repeat(4096);
        const page = { files: long, folders: `301 ${long}/`, html: `${long}.html`, app: "/index.html" }[routing];
        assert.equal(outcome(answer(requestOf(long))), page);
        assert.equal(outcome(answer(requestOf("/".repeat(8192)))), "301 /");
        assert.equal(outcome(answer(requestOf(`/style.css?${"%".repeat(8000)}`))), "/style.css");
      });

      it("knows its names with a port, in capitals and with a dot, and sends every other to the first", () => {
        for (const host of ["EXAMPLE.com", "example.com:443", "example.com.", "www.example.com:8443"]) {
          const where = `https://${host.toLowerCase().replace(/:\d+|\.$/g, "")}`;
          assert.equal(outcome(named(requestOf("/old?a=1", host))), `301 ${where}/new/?a=1`);
          assert.equal(outcome(named(requestOf("/style.css", host))), "/style.css");
        }
        const others = [
          "d111111abcdef8.cloudfront.net",
          "evil.example",
          "example.com.evil.example",
          "",
          "example.com@x",
          "[::1]:80",
          "xexample.com",
        ];
        for (const host of others) {
          assert.equal(outcome(named(requestOf("//old//x?a=1&a=2", host))), "301 https://example.com/old/x?a=1&a=2");
          // First to the name: what an address stands for is decided there.
          for (const address of ["/404.html", "/old?a=1", "/short", "/_releases/1.json", "/about"])
            assert.equal(outcome(named(requestOf(address, host))), `301 https://example.com${address}`);
        }
      });

      it("answers where a part of the request is missing", () => {
        const bare = { method: "GET", uri: "/old", cookies: {} };
        for (const part of [{}, { headers: {} }, { headers: { host: {} } }, { rawQueryString: () => undefined }]) {
          const request = { ...bare, ...part } as EdgeRequest;
          assert.equal(outcome(named(request)), "301 https://example.com/old");
          assert.equal(outcome(answer(request)), "301 /new/");
        }
      });

      it("hands the rest of a request on as it came", () => {
        const request = { ...requestOf("/style.css?a=1"), cookies: {}, method: "HEAD" };
        const { rawQueryString, ...sent } = request;
        assert.deepEqual(answer(request), sent);
        assert.equal(rawQueryString?.(), "a=1");
      });
    });
  }

  it("serves its error page even where all else is redirected", () => {
    const moving = edgeFunction({ redirects: [{ from: "/*", to: "https://new.example/*" }] });
    assert.equal(outcome(moving(requestOf("/404.html"))), "/404.html");
    for (const address of ["/", "/index.html"])
      assert.equal(outcome(moving(requestOf(address))), "301 https://new.example/");
    assert.equal(outcome(moving(requestOf("/a/b.html?c=d"))), "301 https://new.example/a/b.html?c=d");
  });

  it("serves no list of a release, whatever is redirected", () => {
    const moving = edgeFunction({ redirects: [{ from: "/*", to: "https://new.example/*" }] });
    for (const address of ["/_releases/1.json", "/%5Freleases%2F1.json"])
      assert.equal(outcome(moving(requestOf(address))), "404");
    assert.deepEqual(moving(requestOf("/_releases/1.json")), {
      statusCode: 404,
      statusDescription: "Not Found",
      headers: {
        "cache-control": { value: "max-age=3600" },
        "strict-transport-security": { value: ADDRESSES.strictTransportSecurity },
      },
    });
  });

  it("keeps a redirect for an hour, and has the browser stay with https", () => {
    const strictTransportSecurity = "max-age=31536000; includeSubDomains";
    const answer = edgeFunction({ strictTransportSecurity })(requestOf("/about")) as EdgeAnswer;
    assert.deepEqual(answer, {
      statusCode: 301,
      statusDescription: "Moved Permanently",
      headers: {
        location: { value: "/about/" },
        "cache-control": { value: "max-age=3600" },
        "strict-transport-security": { value: strictTransportSecurity },
      },
    });
  });

  it("keeps the query where CloudFront gives it only in parts", () => {
    const answer = edgeFunction();
    for (const [query, kept] of [
      ["a=1&a=2&b=3", "a=1&a=2&b=3"],
      ["b=&a=%20x", "b=&a=%20x"],
      ["constructor=1&__proto__=2", "constructor=1&__proto__=2"],
    ] as const) {
      const { rawQueryString, ...request } = requestOf(`/x?${query}`);
      assert.equal(rawQueryString?.(), query);
      assert.equal(outcome(answer(request)), `301 /x/?${kept}`);
    }
  });

  it("gets its settings as ASCII, whatever is in them", () => {
    const code = edgeFunctionCode(EDGE_SOURCE, { ...ADDRESSES, hosts: ["\u2028</script>\u{1f600}\"'\\$&"] });
    assert.match(code, /^[\x20-\x7e\n]*$/);
    assert.ok(code.includes("\\u2028"));
    assert.ok(!code.includes("// "));
  });
});

describe("the edge function, with requests made at random", () => {
  // A generator of its own, so that a failure comes again: mulberry32.
  function randomNumbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
  }
  const PIECES = [
    "/",
    "/",
    "/",
    "//",
    "\\",
    ".",
    "..",
    "%2e",
    "%2F",
    "%5c",
    "%",
    "%zz",
    "%00",
    "%C3%BC",
    "a",
    "docs",
    "old",
    "blog/",
    "index.html",
    "404.html",
    "_releases",
    "%5Freleases",
    "evil.example",
    "@",
    ":",
    "https:",
    "\t",
    "\r\n",
    "\u00fc",
    "\u2028",
    "\ud800",
    "\udc00",
    "#",
    ";",
    "+",
    " ",
    "~",
    "__proto__",
    "constructor",
    "v1/",
    "short",
  ];
  const QUERIES = [
    "",
    "?",
    "?a=1",
    "?a=1&a=2",
    "?//evil.example",
    "?next=https://evil.example",
    "?a=%0d%0a",
    "?\u00fc",
    "?a#b",
    "?&&=",
    "?__proto__=1",
  ];
  const NAMES = [
    "example.com",
    "www.example.com",
    "evil.example",
    "EXAMPLE.COM:443",
    "",
    "d111111abcdef8.cloudfront.net",
    "example.com\r\nx",
    "_",
  ];
  const COUNT = 4000;

  for (const hosts of [[], HOSTS]) {
    for (const routing of ROUTINGS) {
      it(`always answers, on no other host than the settings', and keeps the query (${routing}, ${hosts.length} names)`, () => {
        const answer = edgeFunction({ routing, redirects: REDIRECTS, hosts });
        const random = randomNumbers(ROUTINGS.indexOf(routing) + 10 * hosts.length);
        const pick = (from: readonly string[]): string => from[random(from.length)] ?? "";
        let moves = 0;
        for (let index = 0; index < COUNT; index++) {
          const uri = Array.from({ length: random(8) }, () => pick(PIECES)).join("");
          const address = (random(10) === 0 ? uri : `/${uri}`).replaceAll("?", "") + pick(QUERIES);
          const request = requestOf(address, pick(NAMES));
          const query = request.rawQueryString?.() ?? "";
          const given = answer(request);
          const what = `${JSON.stringify(address)} gave ${JSON.stringify(given)}`;
          if (!("statusCode" in given)) {
            assert.ok(given.uri.startsWith("/"), what);
            continue;
          }
          if (given.statusCode === 404) continue;
          assert.equal(given.statusCode, 301, what);
          moves += 1;
          const location = given.headers.location?.value ?? "";
          assert.match(
            location,
            hosts.length === 0 ? /^(?:\/(?!\/)|https:\/\/(?:blog|elsewhere)\.example\/)[!-~]*$/ : /^https:\/\/[!-~]+$/,
            what,
          );
          const url = new URL(location, "https://site.invalid");
          const allowed = ["blog.example", "elsewhere.example", ...(hosts.length === 0 ? ["site.invalid"] : hosts)];
          assert.ok(allowed.includes(url.host), what);
          const kept = query.replace(/[^!"$-~]+/g, (text) => encodeURIComponent(text));
          assert.ok(query === "" ? !location.includes("a=1&") : location.includes(kept), what);
        }
        assert.ok(moves > COUNT / 20, String(moves));
      });
    }
  }
});
