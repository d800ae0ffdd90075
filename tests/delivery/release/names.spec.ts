import assert from "node:assert/strict";
import type { Routing } from "../../../components/policy/routing";
import { loadReleaseRules, type ReleaseRules } from "../../support/release";

describe("the names of a build's files", () => {
  let rules: ReleaseRules;
  before(async () => {
    rules = await loadReleaseRules();
  });

  const problems = (...keys: string[]): string[] => rules.problems(["index.html", ...keys]);

  it("are taken as they are: nothing but an index.html is needed, no hash and no 404.html", () => {
    assert.deepEqual(
      problems(
        "assets/logo.png",
        "a b.html",
        "\u00fc/\u65e5\u672c.html",
        "a+b.html",
        ".well-known/security.txt",
        "docs/.well-known/x",
        ".nojekyll",
        "docs/release.json",
        "docs/_releases/1.html",
        "release.json.html",
        "_releases.html",
        "a.env",
        "x..y/z",
        `${"x".repeat(1020)}.txt`.slice(-1024),
      ),
      [],
    );
  });

  const refused: Readonly<Record<string, RegExp>> = {
    ".env": /^"\.env": names that start with a dot/,
    ".env.production": /names that start with a dot/,
    "config/.env": /names that start with a dot/,
    ".git/config": /names that start with a dot/,
    "themes/x/.git/config": /names that start with a dot/,
    ".npmrc": /names that start with a dot/,
    ".DS_Store": /names that start with a dot/,
    "img/.DS_Store": /names that start with a dot/,
    ".well-known/.DS_Store": /names that start with a dot/,
    ".well-known": /names that start with a dot/,
    ".well-knownx/a": /names that start with a dot/,
    ".nojekyll/a": /names that start with a dot/,
    ".vite/manifest.json": /names that start with a dot/,
    "release.json": /publishing itself uses this name/,
    "_releases/1.json": /publishing itself uses this name/,
    _releases: /publishing itself uses this name/,
    [`${"x".repeat(1021)}.txt`]: /the name is longer than 1024 bytes/,
    [`${"\u65e5".repeat(341)}.x`]: /the name is longer than 1024 bytes/,
    "a/../b": /the name has the segment \.\./,
    "./a": /the name has the segment \./,
    "a//b": /the name has an empty segment/,
    "/a": /the name has an empty segment/,
    "a/": /the name has an empty segment/,
    "a\nb": /the name has a control character/,
    "a\u007fb": /the name has a control character/,
    "a\uFFFEb": /the name has a control character/,
    "a\ud800": /the name is not valid Unicode/,
  };
  for (const [key, says] of Object.entries(refused)) {
    it(`are refused for ${JSON.stringify(key.slice(0, 40))}`, () => {
      const found = problems("about.html", key);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", says);
      assert.ok((found[0] ?? "").length < 300);
      assert.doesNotMatch(found[0] ?? "", /\p{Cc}/u);
    });
  }

  it("are refused where the first page is missing, also one in a folder or another case", () => {
    assert.deepEqual(rules.problems(["index.htm", "dist/index.html", "Index.html"]), [
      "index.html is missing at the top of the build's output",
    ]);
    assert.equal(rules.problems([]).length, 1);
  });

  it("are named for each kind of fault, a few and how many more", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `.git/objects/${index}`);
    assert.deepEqual(rules.problems([...many, "release.json"]), [
      "index.html is missing at the top of the build's output",
      `".git/objects/0", ".git/objects/1", ".git/objects/2", ".git/objects/3", ".git/objects/4", and 99995 more: names that start with a dot are not published, but .well-known/`,
      '"release.json": publishing itself uses this name',
    ]);
  });

  it("with a + are warned of", () => {
    assert.deepEqual(rules.warnings(["index.html", "a+b.html", "c++/index.html", "a b.txt"], "app").slice(0, 1), [
      '"a+b.html", "c++/index.html": S3 reads a + in an address as a space, so nobody can get it',
    ]);
  });

  /** Pages of a build, and those of which each routing warns. */
  const BUILDS: Readonly<
    Record<string, readonly [pages: readonly string[], Readonly<Record<Routing, readonly string[]>>]>
  > = {
    "in folders": [
      [
        "about/index.html",
        "docs/intro/index.html",
        "404.html",
        "200.html",
        "google0123456789abcdef.html",
        "_not-found.html",
        "_parts/head.html",
      ],
      {
        files: ["about/index.html", "docs/intro/index.html"],
        folders: [],
        html: ["about/index.html", "docs/intro/index.html"],
        app: ["about/index.html", "docs/intro/index.html"],
      },
    ],
    "as files": [
      ["about.html", "docs/intro.html", "404.html", "500.html", "de/404.html"],
      {
        files: [],
        folders: ["about.html", "docs/intro.html"],
        html: [],
        app: ["about.html", "docs/intro.html"],
      },
    ],
    "as files, with an index in a folder": [
      ["about.html", "guide/start.html", "guide/index.html"],
      {
        files: ["guide/index.html"],
        folders: ["about.html", "guide/start.html"],
        html: [],
        app: ["about.html", "guide/start.html", "guide/index.html"],
      },
    ],
    "in both forms": [
      ["about.html", "about/index.html"],
      { files: [], folders: [], html: [], app: ["about.html", "about/index.html"] },
    ],
    "as one page": [["404.html", "assets/x.js", "about.txt", "html"], { files: [], folders: [], html: [], app: [] }],
  };
  for (const [form, [pages, warned]] of Object.entries(BUILDS)) {
    for (const [routing, wanted] of Object.entries(warned) as [Routing, readonly string[]][]) {
      it(`of pages ${form} are ${wanted.length === 0 ? "as they should be" : "warned of"} with routing: ${routing}`, () => {
        const found = rules.warnings(["index.html", ...pages], routing);
        assert.equal(found.length, wanted.length === 0 ? 0 : 1);
        const [named, why] = (found[0] ?? "").split(": with routing: ");
        assert.equal(named, wanted.map((key) => JSON.stringify(key)).join(", "));
        if (wanted.length > 0) assert.ok(why?.startsWith(`${routing} `), why);
      });
    }
  }
});
