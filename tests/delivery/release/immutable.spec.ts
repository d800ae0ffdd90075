import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { TYPE_STRIPPING } from "../../../lib/type-stripping";
import { ROOT } from "../../support/program";
import { loadReleaseRules, type ReleaseRules } from "../../support/release";
import { temporaryFolder } from "../../support/temporary-folder";

const OURS = join(ROOT, "delivery/immutable.json");

const IMMUTABLE = [
  "assets/index-DiwrgTda.js",
  "assets/index-DiwrgTda.js.map",
  "assets/index-DiwrgTda.css",
  "assets/index-DiwrgTda.js.br",
  "assets/index-DiwrgTda.js.gz",
  "assets/index-DiwrgTda.js.LEGAL.txt",
  "assets/guide.md.BBCa1d-e.lean.js",
  "assets/js/main.0a1b2c3d.js.LICENSE.txt",
  "assets/images/logo-6ce60adee78a9ecf1c6c4e3aef4b6d2c.png",
  "assets/stylesheets/main.0a1b2c3d.min.css",
  "static/js/main.0a1b2c3d.chunk.js",
  "static/d0ad2e3c8f1c49c3f1d53ac0a3b2bcb5/manual.pdf",
  "static/d0ad2e3c8f1c49c3f1d53ac0a3b2bcb5/a3b1c/photo.jpg",
  "main-5ZOSTPQM.js",
  "media/icons-5ZOS7PQM.woff2",
  "app-7f5a3c0c8ab4b7ff1a0e.js",
  "styles.7f5a3c0c8ab4b7ff1a0e.css",
  `css/main.${"0a1b2c3d".repeat(8)}.css`,
  "_next/static/media/logo.png",
  "_next/static/Vn3-GJ0kA0y6EOQ8bbyKo/_buildManifest.js",
  "docs/_next/static/chunks/webpack.js",
  "_app/immutable/entry/start.js",
  "_astro/about.js",
  "_nuxt/entry.js",
  "_nuxt/builds/meta/8a6f2c1e-2f8e-4d3c-9f5b-0c7a1e2d3f4b.json",
];

const REVALIDATED = [
  "index.html",
  "about/index.html",
  "assets/page-DiwrgTda.html",
  "assets/page-DiwrgTda.htm",
  "assets/page-DiwrgTda.html.br",
  "_astro/page.html",
  "_next/static/page.XHTML",
  "_nuxt/builds/latest.json",
  "_nuxt/sw.js",
  "_nuxt/service-worker.js.br",
  "sw.js",
  "firebase-messaging-sw.js",
  "manifest.json",
  "assets/manifest-DiwrgTda.json",
  "assets/manifest-DiwrgTda.webmanifest",
  "site.webmanifest",
  "_app/version.json",
  "_app/env.js",
  "_nextstatic/x.js",
  "x_next/static/x.js",
  "_next/static",
  "_astro/about",
  "static/logo.png",
  "static/deadbeef/logo.png",
  "assets/logo.png",
  "assets/index-DiwrgTda",
  "d0ad2e3c8f1c49c3f1d53ac0a3b2bcb5/photo.jpg",
  "index.txt",
  "about/_payload.json",
  "page-data/index/page-data.json",
  "hashmap.json",
  "",
];

describe("the table of immutable files", () => {
  const folder = temporaryFolder();
  let rules: ReleaseRules;
  before(async () => {
    rules = await loadReleaseRules();
  });

  function tableOf(text: string) {
    const file = join(folder(), "immutable.json");
    writeFileSync(file, text);
    return rules.readImmutable(file);
  }

  it("has the folders of generators, and every name with a hash", () => {
    const table = rules.readImmutable(OURS);
    assert.deepEqual(
      IMMUTABLE.filter((key) => !rules.isImmutable(key, table)),
      [],
    );
  });

  it("has no page, wherever it is, no worker, no manifest and no name without a hash", () => {
    const table = rules.readImmutable(OURS);
    assert.deepEqual(
      REVALIDATED.filter((key) => rules.isImmutable(key, table)),
      [],
    );
  });

  it("is the user's own where there is one", () => {
    const table = tableOf('{"immutable": ["/fonts/", "v1.2/", "data/big.bin"], "revalidated": ["fonts/new/"]}');
    const takes = (key: string): boolean => rules.isImmutable(key, table);
    for (const key of [
      "fonts/a.woff2",
      "v1.2/a.js",
      "docs/v1.2/a.js",
      "data/big.bin",
      "x/data/big.bin",
      "a-DiwrgTda.js",
    ]) {
      assert.ok(takes(key), key);
    }
    for (const key of [
      "x/fonts/a.woff2",
      "fonts/new/a.woff2",
      "fonts/a.html",
      "v1x2/a.js",
      "data/big.bin.txt",
      "xdata/big.bin",
      "_astro/about.js",
    ]) {
      assert.ok(!takes(key), key);
    }
  });

  it("takes nothing out of a folder that the user wants revalidated, not even by a hash", () => {
    const table = tableOf('{"immutable": [], "revalidated": ["downloads/"]}');
    assert.ok(!rules.isImmutable("downloads/a-DiwrgTda.js", table));
    assert.ok(rules.isImmutable("assets/a-DiwrgTda.js", table));
  });

  it("is the one beside the code where the checkout has none", () => {
    const url = pathToFileURL(join(ROOT, "delivery/lib/release/immutable.ts")).href;
    const script = `import { readImmutable } from ${JSON.stringify(url)}; const { immutable, revalidated } = readImmutable(); process.stdout.write(JSON.stringify([immutable, revalidated].map((list) => list.map(String))));`;
    const args = [...TYPE_STRIPPING, "--input-type=module", "--eval", script];
    const read = (): unknown => JSON.parse(execFileSync(process.execPath, args, { cwd: folder(), encoding: "utf8" }));
    const textsOf = ({ immutable, revalidated }: ReturnType<typeof rules.readImmutable>): string[][] =>
      [immutable, revalidated].map((list) => list.map(String));
    const ours = textsOf(rules.readImmutable(OURS));
    assert.ok(ours.every((list) => list.length > 0));
    assert.deepEqual(read(), ours);
    writeFileSync(join(folder(), "immutable.json"), '{"immutable": ["kept/"]}');
    assert.deepEqual(read(), [[String(/^(?:.*\/)?kept\//)], []]);
  });

  const wrong: Readonly<Record<string, RegExp>> = {
    "": /got nothing; expected/,
    "[]": /got \[\]; expected/,
    "{": /got \{; expected/,
    "{}": /got \{\}; expected/,
    '{"immutable": "_astro/"}': /got \{"immutable": "_astro\/"\}; expected/,
    '{"immutable": [], "revalidated": {}}': /expected a JSON object of two lists/,
    '{"immutable": [], "imutable": []}': /got the key "imutable"; expected/,
    '{"immutable": [1]}': /got 1; expected/,
    '{"immutable": [""]}': /got ""; expected/,
    '{"immutable": ["/"]}': /got "\/"; expected/,
    '{"immutable": ["a//b"]}': /got "a\/\/b"; expected/,
    '{"immutable": ["a/*"]}': /got "a\/\*"; expected/,
    '{"immutable": ["../a"]}': /got "..\/a"; expected/,
    '{"immutable": ["./a"]}': /got ".\/a"; expected/,
    '{"immutable": ["a\\\\b/"]}': /got "a\\\\b\/"; expected/,
    '{"immutable": [], "revalidated": ["a\\nb"]}': /got "a\\nb"; expected/,
  };
  for (const [text, says] of Object.entries(wrong)) {
    it(`refuses ${text === "" ? "an empty file" : text}, and names the file`, () => {
      assert.throws(() => tableOf(text), { name: "DeliveryError", message: says });
      assert.throws(() => tableOf(text), { message: new RegExp(`^${join(folder(), "immutable.json")}: got `) });
    });
  }

  it("refuses a file that cannot be read, or is not there", () => {
    mkdirSync(join(folder(), "immutable.json"));
    assert.throws(() => rules.readImmutable(join(folder(), "immutable.json")), { message: /cannot be read/ });
    assert.throws(() => rules.readImmutable(join(folder(), "none.json")), { message: /cannot be read \(ENOENT/ });
  });
});
