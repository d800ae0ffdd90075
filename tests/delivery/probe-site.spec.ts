import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { type Run, runDelivery } from "../support/delivery";
import type { Addresses } from "../../components/policy/edge-function";
import { ROUTINGS, type Routing } from "../../components/policy/routing";
import { edgeFunction, requestOf } from "../support/edge";
import { type Double, withAws } from "../support/s3/double";
import { bodyOf, Store } from "../../offline/s3/store";
import { NOWHERE, withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";
import { SECURITY_HEADERS } from "../workflows/world";
import { publishEnv } from "./publishing/env";

const IMMUTABLE = "public, max-age=31536000, immutable";
const PAGE = "public, max-age=0, s-maxage=86400, must-revalidate";
const HTML = "text/html; charset=utf-8";
const ASSET = "assets/app-B3xk9Zq1.js";
const IDENTITY = { commit: "a".repeat(40), run: "7", attempt: "1", time: "2026-11-23T05:00:00.000Z" };
const RELEASE = `${JSON.stringify(IDENTITY)}\n`;
const FILES: Readonly<Record<string, string>> = {
  "index.html": "<h1>Home</h1>",
  "404.html": "<h1>Not here</h1>",
  "docs/a page.html": "<h1>Docs</h1>",
  "guide/index.html": "<h1>Guide</h1>",
  [ASSET]: "console.log(1)",
};

interface Reply {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How the site differs from one that is right: by path, for its first so many requests. */
interface Case {
  readonly site?: Readonly<Record<string, Reply>>;
  readonly times?: number;
  /** What its addresses stand for. Default: folders. */
  readonly routing?: Routing;
  /** The stack's file, where that says something else. */
  readonly file?: string;
  /** The site's names: others are sent to the first one. Default: it has none of its own. */
  readonly hosts?: readonly string[];
  /** Where it is asked. Default: at its address of this machine. */
  readonly host?: string;
  readonly http?: RequestListener;
  readonly bucket?: RequestListener;
  /** The files of the site. Default: {@link FILES}. */
  readonly files?: Readonly<Record<string, string>>;
  /** The keys that the release has written. Default: all. */
  readonly written?: readonly string[];
  /** Milliseconds before each of five parts of the first page. Default: it comes at once. */
  readonly slow?: number;
  /** What else is in the bucket. */
  readonly others?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

async function trickled(body: string, response: ServerResponse, slow: number): Promise<void> {
  const part = Math.ceil(body.length / 5);
  for (let sent = 0; slow > 0 && sent < body.length; sent += part) {
    await sleep(slow);
    response.write(body.slice(sent, sent + part));
  }
  response.end(slow > 0 ? "" : body);
}

describe("delivery/probe-site.ts", () => {
  const folder = temporaryFolder();

  function right(
    { url = "", headers: { host = "" } }: IncomingMessage,
    { routing, hosts }: Pick<Addresses, "routing" | "hosts">,
    files: Readonly<Record<string, string>>,
  ): Reply {
    const answer = edgeFunction({ routing, hosts })(requestOf(url, host));
    if ("statusCode" in answer) {
      // In the place of CloudFront's port.
      const location = (answer.headers.location?.value ?? "").replace(/^https:\/\/localhost\//, `http://${host}/`);
      return { status: answer.statusCode, headers: { location } };
    }
    const path = answer.uri;
    if (path === "/release.json") return { body: RELEASE, headers: { "cache-control": "no-cache" } };
    const key = path === "/" ? "index.html" : decodeURIComponent(path.slice(1));
    const body = files[key];
    if (body === undefined) return { status: 404, body: files["404.html"] ?? "" };
    return { body, headers: headersOf(key) };
  }

  function headersOf(key: string) {
    const isAsset = key.startsWith("assets/");
    const type = isAsset ? "text/javascript; charset=utf-8" : HTML;
    return { "content-type": type, "cache-control": isAsset ? IMMUTABLE : PAGE };
  }

  function listed([key, content]: readonly [string, string]) {
    const { "content-type": type, "cache-control": cache } = headersOf(key);
    const { size, md5, sha256 } = bodyOf(content);
    return { key, size, md5, sha256, type, cache, immutable: cache === IMMUTABLE };
  }

  async function probe({
    site = {},
    routing = "folders",
    hosts = [],
    host = "127.0.0.1",
    file,
    times = Infinity,
    http,
    bucket,
    files = FILES,
    written = Object.keys(files),
    others = [],
    slow = 0,
    env = {},
  }: Case = {}): Promise<Run & { requests: string[] }> {
    const temp = folder();
    const list = { ...IDENTITY, invalidated: false, files: Object.entries(files).map(listed), past: [], folded: [] };
    mkdirSync(join(temp, "release"), { recursive: true });
    writeFileSync(
      join(temp, "release", "published.json"),
      JSON.stringify({ list, written, renewed: [], leftovers: [] }),
    );
    const settings = file ?? `config:\n  passwordless-cicd:routing: ${routing}\n`;
    writeFileSync(join(temp, "Pulumi.prod.yaml"), `${settings}  aws:allowedAccountIds: ["111122223333"]\n`);
    const requests: string[] = [];
    let wrong = 0;
    const distribution: RequestListener = (request, response) => {
      const { url = "", method = "" } = request;
      requests.push(method === "GET" ? url : `${method} ${url}`);
      const differs = site[url] !== undefined && wrong++ < times ? site[url] : {};
      const well = right(request, { routing, hosts }, files);
      const { status = 200, body, headers } = { ...well, ...differs };
      const length = method === "HEAD" ? { "content-length": String(body?.length) } : {};
      response.writeHead(status, { ...SECURITY_HEADERS, ...well.headers, ...length, ...headers });
      void trickled(body ?? "", response, url === "/" ? slow : 0);
    };
    const store = new Store();
    for (const key of others) store.put(key, bodyOf(""), {});
    const use = (aws: Double) =>
      withServer(distribution, (address) => {
        const SITE_URL = address.replace("127.0.0.1", host);
        return withServer(
          http ?? (({ url = "" }, response) => response.writeHead(301, { location: `${SITE_URL}${url}` }).end()),
          (HTTP_URL) =>
            withServer(bucket ?? ((_, response) => response.writeHead(403).end()), async (BUCKET_URL) => {
              const run = await runDelivery("probe-site.ts", {
                folder: temp,
                env: {
                  ...publishEnv(aws, temp, "7"),
                  SITE_URL,
                  HTTP_URL,
                  BUCKET_URL,
                  PROBE_SECONDS: "1",
                  // Longer than it may look for: it looks once.
                  PROBE_WAIT_MS: "2000",
                  ...env,
                },
              });
              return { ...run, requests };
            }),
        );
      });
    return withAws({}, use, store);
  }

  /** The lines of the one error of a probe that failed. */
  function problems({ code, stdout, stderr }: Run): string[] {
    assert.equal(code, 1, stdout + stderr);
    const errors = stdout.split("\n").filter((line) => line.startsWith("::error::"));
    assert.equal(errors.length, 1, stdout);
    return (errors[0] ?? "").replaceAll("%0A", "\n").replaceAll("%25", "%").split("\n");
  }

  it("finds a site that is right, and says what it looked at", async () => {
    const { code, stdout, stderr, requests } = await probe();
    assert.deepEqual([code, stderr], [0, ""], stdout);
    const names = stdout
      .trim()
      .split("\n")
      .map((line) => line.replace(/^ok (.+?): .*/, "$1"));
    assert.deepEqual(
      names.filter((name) => !name.startsWith("http")),
      ["/release.json", "/missing-7", "security headers", "/missing-7.html", "5 of 5 files"],
    );
    for (const address of ["/404.html", `/${ASSET}`, "/docs/a%20page.html", "/guide/"]) {
      assert.match(stdout, new RegExp(`^ok 5 of 5 files: .*${address}`, "m"));
    }
    assert.equal(requests.length, 9);
  });

  it("asks a site that has a domain at its name, one of several", async () => {
    for (const hosts of [["localhost"], ["example.com", "localhost"]]) {
      const { code, stdout } = await probe({ hosts, host: "localhost" });
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^ok \/missing-7: a redirect to \/missing-7\/$/m);
    }
  });

  it("does not take a name that only leads to the site's for the site", async () => {
    const found = problems(await probe({ hosts: ["www.example.com"] }));
    assert.ok(
      found.some((line) => /^\/: .+; saw status 301 to https:\/\/www\.example\.com\/$/.test(line)),
      found[0],
    );
    assert.ok(found.some((line) => line.startsWith("/release.json: ")));
  });

  const wrong: Record<string, { given: Case; says: RegExp }> = {
    "another commit": {
      given: { site: { "/release.json": { body: RELEASE.replaceAll("aa", "bb") } } },
      says: /^\/release\.json: expected this release's commit and run, not cached; saw other content: \{"commit":"bbb/,
    },
    "an old first page": {
      given: { site: { "/": { body: "<h1>Old</h1>" } } },
      says: /^\/: expected index\.html of this release.+; saw other content: <h1>Old/,
    },
    "a page of another release": {
      given: { site: { "/docs/a%20page.html": { body: "<h1>Old</h1>" } } },
      says: /^\/docs\/a%20page\.html: .+; saw other content/,
    },
    "a page that is missing": {
      given: { site: { "/404.html": { status: 404 } } },
      says: /^\/404\.html: .+; saw status 404$/,
    },
    "a page that is cached": {
      given: { site: { "/404.html": { headers: { "cache-control": "max-age=86400" } } } },
      says: /^\/404\.html: .+, not cached by browsers; saw cache-control: max-age=86400$/,
    },
    "an asset that is not immutable": {
      given: { site: { [`/${ASSET}`]: { headers: { "cache-control": "max-age=31536000" } } } },
      says: /^\/assets\/app-B3xk9Zq1\.js: expected assets\/.+ of this release, as text\/javascript; charset=utf-8, immutable; saw cache-control: max-age=31536000$/,
    },
    "a page of another type": {
      given: { site: { "/guide/": { headers: { "content-type": "text/html" } } } },
      says: /^\/guide\/: .+; saw content-type: text\/html$/,
    },
    "a page that says it is compressed": {
      given: { site: { "/guide/": { headers: { "content-encoding": "br" } } } },
      says: /^\/guide\/: .+; saw content-encoding: br$/,
    },
    "an asset that is missing": {
      given: { site: { [`/${ASSET}`]: { status: 403 } } },
      says: /^\/assets\/.+; saw status 403$/,
    },
    "a missing file that is answered 403": {
      given: { site: { "/missing-7.html": { status: 403 } } },
      says: /^\/missing-7\.html: expected a missing file to be a 404; saw status 403$/,
    },
    "a missing file that is answered with the first page": {
      given: { site: { "/missing-7.html": { status: 200 } } },
      says: /^\/missing-7\.html: .+; saw status 200$/,
    },
    "no redirect to https": {
      given: { http: (_, response) => response.end("hello") },
      says: /^http:\/\/127.+: expected a redirect to http:\/\/127.+; saw status 200$/,
    },
    "a redirect to elsewhere": {
      given: { http: (_, response) => response.writeHead(301, { location: "https://elsewhere.test/" }).end() },
      says: /; saw status 301 to https:\/\/elsewhere\.test\/$/,
    },
    "a bucket that is public": {
      given: { bucket: (_, response) => response.end("<h1>Home</h1>") },
      says: /\/index\.html: expected the bucket itself to answer 403; saw status 200$/,
    },
    "a bucket that says what is missing": {
      given: { bucket: (_, response) => response.writeHead(404).end() },
      says: /expected the bucket itself to answer 403; saw status 404$/,
    },
  };
  const headers = {
    "strict-transport-security": "max-age=0",
    "x-content-type-options": "",
    "x-frame-options": "ALLOWALL",
    "referrer-policy": "unsafe-url",
  };
  wrong["security headers that secure nothing"] = {
    given: { site: { "/": { headers } } },
    says: new RegExp(
      `; saw ${Object.entries(headers)
        .map((header) => header.join(": "))
        .join(", ")}$`,
    ),
  };
  for (const [what, { given, says }] of Object.entries(wrong)) {
    it(`finds ${what}, and nothing else`, async () => {
      const [summary = "", ...found] = problems(await probe(given));
      assert.match(summary, /^::error::1 of 11 checks of http:\/\/127.+ failed:$/);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", says);
    });
  }

  const addresses: Readonly<Record<Routing, readonly string[]>> = {
    files: ["/guide/index.html", "/docs/a%20page.html", "/"],
    folders: ["/guide/", "/docs/a%20page.html", "/"],
    html: ["/guide/", "/docs/a%20page", "/"],
    app: ["/guide/index.html", "/docs/a%20page.html", "/"],
  };
  for (const routing of ROUTINGS) {
    it(`asks for addresses as visitors do, and for one without a file, with routing ${routing}`, async () => {
      const { code, stdout, requests } = await probe({ routing, file: `config:\n  routing: "${routing}" # so\n` });
      assert.equal(code, 0, stdout);
      for (const address of [...addresses[routing], "/missing-7"]) assert.ok(requests.includes(address), address);
      const stays: Reply = { status: routing === "app" ? 404 : 200, body: "<h1>Anything</h1>" };
      const found = problems(await probe({ routing, site: { "/missing-7": stays } }));
      assert.match(found[1] ?? "", /^\/missing-7: expected .*; saw status (?:200|404)/);
    });
  }

  it("takes folders where the stack's file says nothing, and guesses nothing", async () => {
    assert.equal((await probe({ file: "config:\n  # routing: app\n" })).code, 0);
    for (const said of ["  routing: spa", "  routing: [app]", "  routing: app\n  passwordless-cicd:routing: app"]) {
      const run = await probe({ file: `config:\n${said}\n` });
      assert.deepEqual(run.requests, []);
      assert.match(
        problems(run)[0] ?? "",
        /^::error::Pulumi\.prod\.yaml:.* (?:expected files, folders|expected it once)/,
      );
    }
  });

  it("gives a body that comes slowly its time, as long as it comes", async () => {
    const { code, stdout } = await probe({ slow: 600, env: { IDLE_TIMEOUT_MS: "2500" } });
    assert.equal(code, 0, stdout);
  });

  it("asks for the headers of a large file only", async () => {
    const large = "x".repeat(9 * 1024 * 1024);
    const files = { ...FILES, "big.html": large };
    const right = await probe({ files });
    assert.equal(right.code, 0, right.stdout);
    assert.ok(right.requests.includes("HEAD /big.html"));
    const site = { "/big.html": { headers: { "content-length": "5" } } };
    assert.match(problems(await probe({ files, site }))[1] ?? "", /^\/big\.html: .+; saw content-length: 5$/);
    const etag = { "/big.html": { headers: { etag: `"${"0".repeat(32)}"` } } };
    assert.match(problems(await probe({ files, site: etag }))[1] ?? "", /^\/big\.html: .+; saw etag: "0+"$/);
  });

  it("looks at what was written and a sample of the rest, at all where another release was under way", async () => {
    const many = Array.from({ length: 300 }, (_, index) => [`page-${index}.html`, `page ${index}`] as const);
    const files: Readonly<Record<string, string>> = { ...FILES, ...Object.fromEntries(many) };
    const one = { files, written: ["page-7.html"] };
    const { code, stdout, requests } = await probe(one);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^ok 102 of 305 files: /m);
    for (const address of ["/", "/page-7.html"]) assert.ok(requests.includes(address));
    const overlapped = await probe({ ...one, others: ["_releases/8-1.begun.json.gz"] });
    assert.match(overlapped.stdout, /^Another release was under way: every file is checked\.$/m);
    assert.match(overlapped.stdout, /^ok 305 of 305 files: /m);
  });

  for (const redirects of ["{ /: /guide/ }", `'{"/": "/guide/"}'`])
    it(`does not ask for the first page where it is redirected: ${redirects}`, async () => {
      const file = `config:\n  redirects: ${redirects}\n`;
      const { code, stdout } = await probe({ file, site: { "/": { status: 301, headers: { location: "/guide/" } } } });
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^ok security headers: /m);
      assert.match(stdout, /^ok 4 of 5 files: /m);
    });

  it("says where a redirect hides a page", async () => {
    const found = problems(await probe({ site: { "/guide/": { status: 301, headers: { location: "/new/" } } } }));
    assert.match(found[1] ?? "", /^\/guide\/: expected .+; saw status 301 to \/new\/$/);
  });

  it("says all that is wrong in one", async () => {
    const site = { "/release.json": { status: 404 }, "/": { status: 500 } };
    const [summary, ...found] = problems(await probe({ site }));
    assert.match(summary ?? "", /2 of 11/);
    assert.deepEqual(
      found.map((line) => line.split(":")[0]),
      ["/release.json", "/"],
    );
  });

  it("looks again for a while, and only at what was not right", async () => {
    const { code, stdout, requests } = await probe({
      site: { "/404.html": { body: "old" } },
      times: 1,
      env: { PROBE_SECONDS: "100", PROBE_WAIT_MS: "50" },
    });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^1 of 11 checks of \S+ still fail, for example \/404\.html: /);
    assert.equal(requests.filter((url) => url === "/404.html").length, 2);
    assert.equal(requests.length, 10);
  });

  it("gives up where the site does not answer", async () => {
    const env = { SITE_URL: NOWHERE, HTTP_URL: NOWHERE, BUCKET_URL: NOWHERE };
    const found = problems(await probe({ env }));
    assert.match(found[0] ?? "", /11 of 11/);
    for (const line of found.slice(1)) assert.match(line, /; saw no answer \(connect ECONNREFUSED/);
  });

  it("gives up on a site that never answers", async () => {
    const env = { IDLE_TIMEOUT_MS: "200" };
    const found = problems(await probe({ http: () => undefined, env }));
    assert.match(found.find((line) => line.startsWith("http:")) ?? "", /; saw no answer \(was silent for 200 ms\)$/);
  });

  const refused: Readonly<Record<string, string>> = {
    "http://d111111abcdef8.cloudfront.net": "SITE_URL",
    "https://d111111abcdef8.cloudfront.net/path": "SITE_URL",
    "d111111abcdef8.cloudfront.net": "SITE_URL",
    "http://passwordless.s3.amazonaws.com": "BUCKET_URL",
    "https://d111111abcdef8.cloudfront.net/": "HTTP_URL",
  };
  for (const [url, name] of Object.entries(refused)) {
    it(`refuses ${url} as ${name}`, async () => {
      const run = await probe({ env: { [name]: url } });
      assert.deepEqual(run.requests, []);
      assert.match(problems(run)[0] ?? "", new RegExp(`^::error::${name}: got "${url}"; expected `));
    });
  }
});
