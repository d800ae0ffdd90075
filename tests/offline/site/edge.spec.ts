import assert from "node:assert/strict";
import { bodyOf, Store } from "../../../offline/s3/store";
import type { DeployedSite } from "../../../offline/site/deployed-site";
import { Edge } from "../../../offline/site/edge";

const SITE: DeployedSite = {
  stack: "prod",
  account: "111122223333",
  outputs: {},
  domainName: "d111111abcdef8.cloudfront.net",
  aliases: [],
  methods: ["GET", "HEAD"],
  rootObject: "index.html",
  errors: [{ errorCode: 404, responseCode: 404, responsePagePath: "/404.html", errorCachingMinTtl: 10 }],
  code: undefined,
  headers: { securityHeadersConfig: { contentTypeOptions: { override: true } } },
  foreignHeaders: undefined,
};

/** Puts a file whose content is its text. */
function put(store: Store, key: string, text: string, cacheControl?: string): void {
  store.put(key, bodyOf(text), {
    "content-type": "text/html; charset=utf-8",
    ...(cacheControl === undefined ? {} : { "cache-control": cacheControl }),
  });
}

describe("the edge of a served site", () => {
  let store: Store;
  let invalidations: number;
  let now: number;
  const clock = Date.now;
  beforeEach(() => {
    [store, invalidations, now] = [new Store(), 0, clock()];
    put(store, "index.html", "home", "public, max-age=0, s-maxage=86400");
    put(store, "404.html", "not here");
    Date.now = () => now;
  });
  afterEach(() => {
    Date.now = clock;
  });

  const edgeOf = (site: Partial<DeployedSite> = {}): Edge => new Edge({ ...SITE, ...site }, store, () => invalidations);
  const get = (edge: Edge, address: string, more: { method?: string; ifNoneMatch?: string } = {}) => {
    const { status, headers, body } = edge.answer({ method: "GET", address, host: SITE.domainName, ...more });
    return { status, headers, text: String(body ?? "") };
  };

  it("serves the root object with the object's own headers and those of the policy", () => {
    const { status, headers, text } = get(edgeOf(), "/?utm=1");
    assert.equal(status, 200);
    assert.equal(text, "home");
    assert.equal(headers["content-type"], "text/html; charset=utf-8");
    assert.equal(headers["cache-control"], "public, max-age=0, s-maxage=86400");
    assert.equal(headers["x-content-type-options"], "nosniff");
  });

  it("without a root object has none: what is asked for is the bucket", () => {
    assert.equal(get(edgeOf({ rootObject: "" }), "/").status, 404);
  });

  it("answers for a missing file with the error page and its status, and the policy's headers", () => {
    const { status, headers, text } = get(edgeOf(), "/nothing.html");
    assert.deepEqual([status, text, headers["x-content-type-options"]], [404, "not here", "nosniff"]);
    const app = edgeOf({ errors: [{ errorCode: 404, responseCode: 200, responsePagePath: "/index.html" }] });
    assert.deepEqual([get(app, "/deep").status, get(app, "/deep").text], [200, "home"]);
    assert.match(get(edgeOf({ errors: [] }), "/nothing.html").text, /NoSuchKey/);
  });

  it("shows a page that was missing once the error is as old as it is kept", () => {
    const edge = edgeOf();
    assert.equal(get(edge, "/new.html").status, 404);
    put(store, "new.html", "new");
    now += 9_900;
    assert.equal(get(edge, "/new.html").status, 404);
    now += 100;
    assert.equal(get(edge, "/new.html").text, "new");
  });

  const kept: readonly (readonly [string | undefined, number])[] = [
    ["public, max-age=0, s-maxage=60", 60],
    ["max-age=60", 60],
    ["no-cache", 1],
    ["max-age=0", 1],
    ["private, max-age=60", 1],
    [undefined, 86_400],
  ];
  for (const [cacheControl, seconds] of kept) {
    it(`keeps a file with ${cacheControl ?? "no cache-control"} for ${seconds} s`, () => {
      const edge = edgeOf();
      put(store, "a.html", "old", cacheControl);
      assert.equal(get(edge, "/a.html").headers["x-cache"], "Miss from cloudfront");
      put(store, "a.html", "new", cacheControl);
      now += seconds * 1_000 - 1;
      const hit = get(edge, "/a.html");
      assert.deepEqual([hit.text, hit.headers["x-cache"]], ["old", "Hit from cloudfront"]);
      assert.equal(hit.headers.age, String(seconds - 1));
      now += 1;
      assert.equal(get(edge, "/a.html").text, "new");
    });
  }

  it("keeps nothing over an invalidation", () => {
    const edge = edgeOf();
    get(edge, "/");
    put(store, "index.html", "new");
    assert.equal(get(edge, "/").text, "home");
    invalidations++;
    assert.equal(get(edge, "/").text, "new");
  });

  it("answers 304 to who has the file already", () => {
    const edge = edgeOf();
    const { etag } = get(edge, "/").headers;
    const again = get(edge, "/", { ifNoneMatch: `"other", ${etag ?? ""}` });
    assert.deepEqual([again.status, again.text], [304, ""]);
    assert.equal(get(edge, "/", { ifNoneMatch: '"other"' }).status, 200);
  });

  it("runs the function first: its answer is the answer, and its request the file", () => {
    const code = `function handler(event) {
      if (event.request.uri === "/old") return { statusCode: 301, headers: { location: { value: "/new" } } };
      event.request.uri = event.request.headers.host.value + event.request.uri + event.request.querystring.a.value;
      return event.request;
    }`;
    const edge = edgeOf({ code });
    const moved = get(edge, "/old");
    assert.deepEqual(moved, { status: 301, headers: { location: "/new" }, text: "" });
    put(store, "111111abcdef8.cloudfront.net/x.html", "found");
    assert.equal(get(edge, "/x?a=.html").text, "found");
    assert.equal(get(edge, "/x").status, 503, "the function has thrown");
  });

  it("asks S3 for a space where an address has a plus, and for nothing where it is no address", () => {
    put(store, "a b.html", "space");
    assert.equal(get(edgeOf(), "/a+b.html").text, "space");
    assert.equal(get(edgeOf(), "/a%20b.html").text, "space");
    assert.equal(get(edgeOf(), "/%E0%A4%A").status, 404);
  });

  it("refuses a method that the distribution does not allow", () => {
    assert.equal(get(edgeOf(), "/", { method: "POST" }).status, 403);
  });
});
