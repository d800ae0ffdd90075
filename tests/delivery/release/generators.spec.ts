// The rules for a release's files against what site generators really wrote: names, sizes and MD5s of ../../support/generators.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Routing } from "../../../components/policy/routing";
import { ROUTINGS } from "../../../components/policy/routing";
import { recordingOf, RECORDINGS } from "../../support/generated";
import { textOf } from "../../support/markdown";
import { ROOT } from "../../support/program";
import { loadReleaseRules, type ReleaseRules } from "../../support/release";

const recordings = new Map(
  readdirSync(RECORDINGS)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(".json", ""))
    .map((name) => [name, recordingOf(name)]),
);

interface Expected {
  /** The immutable ones, and there are so many. */
  readonly immutable: RegExp;
  readonly count: number;
  /** What its addresses want. */
  readonly routing: Routing;
  /** With which the build would be warned of. */
  readonly warned: readonly Routing[];
  readonly notFound: boolean;
}

const inFolders = { routing: "folders", warned: ["files", "html", "app"] } as const;
const inFiles = { routing: "html", warned: ["folders", "app"] } as const;
const onePage = { routing: "app", warned: [] } as const;

const EXPECTED: Readonly<Record<string, Expected>> = {
  angular: { immutable: /^(?:media\/icons|main|styles|chunk)-/, count: 5, ...onePage, notFound: false },
  astro: { immutable: /^_astro\//, count: 3, ...inFolders, notFound: true },
  docusaurus: { immutable: /^assets\/(?:js|css)\//, count: 17, ...inFolders, notFound: true },
  eleventy: { immutable: /^$/, count: 0, ...inFolders, notFound: true },
  gatsby: {
    immutable: /^[\w-]+-[0-9a-f]{20}\.js|^styles\.[0-9a-f]{20}\.css$|^static\/manual-/,
    count: 16,
    ...inFolders,
    notFound: true,
  },
  "mkdocs-material": {
    immutable: /^assets\/(?:javascripts|stylesheets)\/(?!lunr)/,
    count: 8,
    ...inFolders,
    notFound: true,
  },
  "next-export": { immutable: /^_next\/static\//, count: 13, ...inFiles, notFound: true },
  nuxt: { immutable: /^_nuxt\/(?!builds\/latest)/, count: 9, ...inFolders, notFound: true },
  "plain-html": { immutable: /^$/, count: 0, ...inFiles, notFound: false },
  rsbuild: { immutable: /^static\//, count: 10, ...onePage, notFound: false },
  sveltekit: { immutable: /^_app\/immutable\//, count: 14, ...inFiles, notFound: true },
  "vite-react": { immutable: /^assets\/(?!hero-homepage\.svg)/, count: 8, ...onePage, notFound: false },
  vitepress: {
    immutable: /^assets\//,
    count: 26,
    routing: "html",
    warned: ["files", "folders", "app"],
    notFound: true,
  },
};

/** The type of each extension that is in the recordings. */
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  nojekyll: "application/octet-stream",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
  xml: "application/xml",
};

const ENCODINGS: Readonly<Record<string, string>> = { br: "br", gz: "gzip" };

describe("what site generators write", () => {
  let rules: ReleaseRules;
  before(async () => {
    rules = await loadReleaseRules();
  });

  it("is recorded of each that is expected, with versions but where there is no generator", () => {
    assert.deepEqual([...recordings.keys()].sort(), Object.keys(EXPECTED).sort());
    for (const [name, { versions, files }] of recordings) {
      assert.ok(files.length > 4, name);
      assert.ok(name === "plain-html" || versions.length > 0, name);
      for (const version of versions) assert.match(version, /^@?[a-z\d][\w./-]*@\d+\.\d+\.\d+$/);
    }
  });

  it("is what docs/site-generators.md says was built, in these versions", () => {
    const listed = [...textOf("docs/site-generators.md").matchAll(/`(@?[\w/-]+@\d+\.\d+\.\d+)`/g)].map(
      ([, one = ""]) => one,
    );
    const recorded = new Set([...recordings.values()].flatMap(({ versions }) => versions));
    assert.deepEqual([...new Set(listed)].sort(), [...recorded].sort());
  });

  for (const [name, { files }] of recordings) {
    const keys = files.map(({ key }) => key);
    const { immutable, count, routing, warned, notFound } =
      EXPECTED[name] ?? assert.fail(`of ${name} nothing is expected`);

    it(`of ${name} is immutable where its name changes with its content, and nowhere else`, () => {
      const table = rules.readImmutable(join(ROOT, "delivery/immutable.json"));
      const found = keys.filter((key) => rules.isImmutable(key, table));
      assert.deepEqual(
        found,
        keys.filter((key) => immutable.test(key)),
      );
      assert.equal(found.length, count);
    });

    it(`of ${name} has its types`, () => {
      for (const { key, start } of files) {
        const [, inner = "", extension = ""] = /(?:\.([^./]*))?\.([^./]*)$/.exec(key) ?? [];
        const encoding = ENCODINGS[extension];
        const type = TYPES[encoding === undefined ? extension : inner];
        const wanted = encoding === undefined ? { type } : { type, encoding };
        assert.deepEqual(
          rules.contentOf(key, () => Buffer.from(start ?? assert.fail(key))),
          wanted,
          key,
        );
      }
    });

    it(`of ${name} is published as it is, ${notFound ? "with a" : "without a"} 404.html`, () => {
      assert.deepEqual(rules.problems(keys), []);
      assert.equal(keys.includes("404.html"), notFound);
    });

    it(`of ${name} has its pages in the form of routing: ${routing}`, () => {
      assert.deepEqual(rules.warnings(keys, routing), []);
      assert.deepEqual(ROUTINGS.filter((one) => rules.warnings(keys, one).length > 0).sort(), [...warned].sort());
    });
  }
});
