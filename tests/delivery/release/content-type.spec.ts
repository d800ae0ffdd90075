import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { loadReleaseRules, type ReleaseRules } from "../../support/release";

interface Known {
  readonly extensions?: readonly string[];
}

const KNOWN = JSON.parse(readFileSync(require.resolve("mime-db/db.json"), "utf8")) as Readonly<Record<string, Known>>;

/** What mime-db does not have, and where it comes from. */
const NOT_IN_MIME_DB: Readonly<Record<string, string>> = {
  data: "application/octet-stream", // What Unity builds for the web.
  flac: "audio/flac", // RFC 9639; mime-db has audio/x-flac.
  tgz: "application/gzip", // RFC 6713
  vcf: "text/vcard; charset=utf-8", // RFC 6350; mime-db has text/x-vcard.
};

const UTF8 = "; charset=utf-8";
const page = (text: string) => (): Uint8Array => Buffer.from(text);

/** Keys, and the type and encoding that each is served with. */
const FILES: readonly (readonly [key: string, type: string, encoding?: "br" | "gzip"])[] = [
  ["index.html", `text/html${UTF8}`],
  ["INDEX.HTM", `text/html${UTF8}`],
  ["about.v2.html", `text/html${UTF8}`],
  ["assets/index-DiwrgTda.css", `text/css${UTF8}`],
  ["assets/index-DiwrgTda.js", `text/javascript${UTF8}`],
  ["assets/index-DiwrgTda.mjs", `text/javascript${UTF8}`],
  ["assets/index-DiwrgTda.js.map", "application/json"],
  ["main.0a1b2c3d.js.LICENSE.txt", `text/plain${UTF8}`],
  ["index.txt", `text/plain${UTF8}`],
  ["data.json", "application/json"],
  ["data.csv", `text/csv${UTF8}`],
  ["site.webmanifest", "application/manifest+json"],
  ["sitemap.xml", "application/xml"],
  ["sitemap.xml.gz", "application/xml", "gzip"],
  ["feed.rss", "application/rss+xml"],
  ["logo.svg", "image/svg+xml"],
  ["logo.svgz", "image/svg+xml", "gzip"],
  ["logo.svg.br", "image/svg+xml", "br"],
  ["favicon.ico", "image/x-icon"],
  ["photo.JPG", "image/jpeg"],
  ["photo.avif", "image/avif"],
  ["font.woff2", "font/woff2"],
  ["module.wasm", "application/wasm"],
  ["module.wasm.br", "application/wasm", "br"],
  ["Build/game.data.gz", "application/octet-stream", "gzip"],
  ["index-DiwrgTda.js.br", `text/javascript${UTF8}`, "br"],
  ["index-DiwrgTda.js.gz", `text/javascript${UTF8}`, "gzip"],
  ["index.html.gz", `text/html${UTF8}`, "gzip"],
  ["source.tar.gz", "application/gzip"],
  ["source.tgz", "application/gzip"],
  ["source.tar.br", "application/octet-stream"],
  ["backup.gz", "application/gzip"],
  ["weights.bin.gz", "application/gzip"],
  ["x.br", "application/octet-stream"],
  ["video/segment1.ts", "video/mp2t"],
  ["video/list.m3u8", "application/vnd.apple.mpegurl"],
  [".well-known/apple-app-site-association", "application/json"],
  ["apple-app-site-association", "application/json"],
  [".well-known/openid-configuration", "application/json"],
  [".well-known/matrix/server", "application/json"],
  [".well-known/security.txt", `text/plain${UTF8}`],
  [".well-known/assetlinks.json", "application/json"],
  ["a.constructor", "application/octet-stream"],
  ["a.__proto__.gz", "application/gzip"],
  ["folder.js/name", "application/octet-stream"],
  ["LICENSE", "application/octet-stream"],
  ["html", "application/octet-stream"],
];

describe("the content type of a file", () => {
  let rules: ReleaseRules;
  before(async () => {
    rules = await loadReleaseRules();
  });

  for (const [key, type, encoding] of FILES) {
    it(`${key} is ${type}${encoding === undefined ? "" : `, encoded by ${encoding}`}`, () => {
      assert.deepEqual(rules.contentOf(key), encoding === undefined ? { type } : { type, encoding });
    });
  }

  it("is one that mime-db has for the extension, or one of few exceptions", () => {
    const wrong = [...rules.TYPES].filter(([extension, type]) => {
      const bare = type.replace(UTF8, "");
      return KNOWN[bare]?.extensions?.includes(extension) !== true && NOT_IN_MIME_DB[extension] !== type;
    });
    assert.deepEqual(wrong, []);
  });

  it("has no exception that mime-db does not need", () => {
    const needless = Object.entries(NOT_IN_MIME_DB).filter(
      ([extension, type]) =>
        rules.TYPES.get(extension) !== type || KNOWN[type.replace(UTF8, "")]?.extensions?.includes(extension) === true,
    );
    assert.deepEqual(needless, []);
  });

  it("has every extension that mime-db gives to a type which browsers render, play or load", () => {
    const needed =
      `html htm xhtml css js mjs json map webmanifest xml txt md csv svg png jpg jpeg gif webp avif apng ico
      mp4 webm ogv mp3 m4a ogg opus wav aac woff woff2 ttf otf wasm pdf vtt`.split(/\s+/);
    assert.deepEqual(
      needed.filter((extension) => !rules.TYPES.has(extension)),
      [],
    );
    const all = Object.values(KNOWN).flatMap(({ extensions = [] }) => extensions);
    assert.deepEqual(
      needed.filter((extension) => !all.includes(extension)),
      [],
    );
  });

  it("says UTF-8 for every text", () => {
    const texts = [...rules.TYPES.values()].filter((type) => type.startsWith("text/"));
    assert.ok(texts.length > 10);
    assert.deepEqual(
      texts.filter((type) => !type.endsWith(UTF8)),
      [],
    );
  });

  for (const text of [
    "<!DOCTYPE html><title>x</title>",
    "<!doctype\n html>",
    "\u{feff}\n  <html lang=en>",
    "<!-- made by x --> <!-- y --><head>",
    "<body>",
  ]) {
    it(`is HTML without an extension where the file starts with ${JSON.stringify(text)}`, () => {
      for (const key of ["about", "docs/v1.2", ".well-known/page"]) {
        assert.deepEqual(rules.contentOf(key, page(text)), { type: `text/html${UTF8}` });
      }
    });
  }

  for (const text of ["", "html", "<htmlx>", "<svg>", "MIT License <html>", "<!-- <html>", "\u0000<html>"]) {
    it(`is not HTML where it starts with ${JSON.stringify(text)}`, () => {
      assert.deepEqual(rules.contentOf("about", page(text)), { type: "application/octet-stream" });
    });
  }

  // Its time would double with every few.
  it("takes no time over many comments", () => {
    assert.deepEqual(rules.contentOf("about", page("<!---->".repeat(32))), { type: "application/octet-stream" });
  });

  it("reads nothing of a file whose name tells its type", () => {
    const never = (): Uint8Array => assert.fail("was read");
    for (const [key] of FILES.filter(([, type]) => type !== "application/octet-stream")) rules.contentOf(key, never);
    rules.contentOf("game.data", never);
  });
});
