import assert from "node:assert/strict";
import { loadReleaseRules, type ReleaseRules, seeded } from "../../support/release";

const HEX = "0123456789abcdef";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BASE32 = `${LETTERS}234567`;
const BASE64URL = `${LETTERS}${LETTERS.toLowerCase()}0123456789-_`;

/** How each generator names files: alphabet and length of the hash, the name around it, and the least share to be seen. */
const ALPHABETS: readonly (readonly [
  what: string,
  alphabet: string,
  length: number,
  name: (hash: string) => string,
  least: number,
])[] = [
  ["Vite's scripts", BASE64URL, 8, (hash) => `index-${hash}.js`, 0.985],
  ["Vite's pictures", BASE64URL, 8, (hash) => `logo-${hash}.png`, 0.955],
  ["VitePress's pages", BASE64URL, 8, (hash) => `guide.md.${hash}.lean.js`, 0.985],
  ["webpack's 20 digits", HEX, 20, (hash) => `main.${hash}.js`, 0.999],
  ["webpack's 8 digits", HEX, 8, (hash) => `main.${hash}.js`, 0.985],
  ["Gatsby's 20 digits after a dash", HEX, 20, (hash) => `app-${hash}.js`, 0.999],
  ["16 digits alone", HEX, 16, (hash) => `${hash}.css`, 0.995],
  ["MkDocs's style sheets", HEX, 8, (hash) => `main.${hash}.min.css`, 0.985],
  ["Hugo's fingerprints", HEX, 64, (hash) => `main.${hash}.css`, 1],
  ["Angular's scripts", BASE32, 8, (hash) => `chunk-${hash}.js`, 0.999],
  ["Angular's fonts", BASE32, 8, (hash) => `icons-${hash}.woff2`, 0.9],
];

/** Names that people write, where a hash may be looked for. */
const WORDS = `hero-homepage.png logo-vertical.svg Inter-SemiBold.woff2 cv-20260101.pdf menu-dropdown.css
  Inter-Variable.woff2 Inter-ExtraLight.woff2 Inter-ExtraBold.woff2 Roboto-BoldItalic.ttf Roboto-Condensed.ttf
  OpenSans-LightItalic.woff2 Lato-HairlineItalic.woff2 Poppins-MediumItalic.woff SourceSans-SemiBoldItalic.otf
  font-semibold.woff2 font-Regular.woff2 font-DemiBold.woff2 font-BookItal.woff2 font-latin400.woff2 font-wght-700.woff2
  icon-192x192.png icon-512x512.png apple-touch-icon-180x180.png photo-1024x768.jpg photo-1280x720.webp photo-1920x1080.jpg
  photo-300x200.jpg photo-150x150.jpg hero-800x600@2x.png hero@2x.png hero-2x.png hero-retina2x.png banner-728x90.gif
  IMG_0042.jpg IMG_20260101.jpg IMG-20260101.jpg IMG-20260101-WA0007.jpg DSC_0042.jpg DSC00042.jpg P1000123.jpg
  trip-DSC_0042.jpg trip-img00123.jpg trip-IMG_4711.jpg trip-P1000123.jpg scan0001.pdf scan-00000001.pdf page-00000012.png
  report-2026-01.pdf report-2026-01-01.pdf report-20261231.pdf report-31122026.pdf report-q1-2026.pdf report-2026q1.pdf
  report-fy2026.pdf report-jan-2026.pdf report-december.pdf report-version2.pdf report-final-v2.pdf report-draft001.pdf
  annual-report-2025-2026.pdf invoice-12345678.pdf invoice-00001234.pdf order-1234567890.pdf phone-5551234567.txt
  menu-cafe2024.pdf menu-2024cafe.pdf flyer-face2024.pdf flyer-summer24.jpg flyer-24summer.jpg agenda-tuesday1.pdf
  intro-part-01.mp4 intro-part001.mp4 intro-part-2a.mp4 video-take-2b3.mp4 video-1080p60.mp4 video-720p.webm item-item-001.jpg
  product-item001.jpg product-front-view.jpg product-backside.jpg product-sideview.png product-overview.png model-iphone15.png
  model-iPhone15.png model-iPadMini.png model-galaxy24.png screen-macbook2.png screen-windows11.png screen-android.png
  logo-darkmode.svg logo-lightmode.svg logo-monogram.svg logo-wordmark.svg logo-inverted.svg logo-fullsize.png logo-original.svg
  logo-DarkMode.svg logo-FullSize.svg logo-WordMark.svg logo-TwoLines.svg logo-OnBlack.svg logo-ForPrint.pdf logo-PDFPrint.pdf
  logo-horizontal.svg logo-negative.svg logo-positive.svg logo-coloured.svg logo-square.svg logo-VERTICAL.svg logo-NEGATIVE.png
  icon-external.svg icon-calendar.svg icon-facebook.svg icon-linkedin.svg icon-mastodon.svg icon-whatsapp.svg icon-download.svg
  icon-settings.svg icon-hamburger.svg icon-chevrons.svg icon-arrow-up.svg icon-arrow_up.svg icon-bookmark.svg icon-password.svg
  icon-ArrowUp.svg icon-checkbox.svg icon-language.svg icon-shopping.svg icon-currency.svg icon-checkout.svg icon-envelope.svg
  team-schroeder.jpg team-friedrich.jpg team-giuseppe.jpg team-katarzyna.jpg team-wojciech.jpg team-krzysztof.jpg team-hernandez.jpg
  team-fernandez.jpg team-kowalski.jpg team-Schwartz.jpg team-Margaret.jpg team-nakamura.jpg team-MacArthur.jpg team-McDonald.jpg
  city-stuttgart.jpg city-Salzburg.jpg city-helsinki.jpg city-Brisbane.jpg city-montreal.jpg city-new-york.jpg city-New_York.jpg
  menu-sidebar.js menu-dropdown.js menu-carousel.js app-settings.js app-bootstrap.js app-polyfill.js app-runtime1.js app-version2.js
  app-handlers.js app-AutoSize.js app-dropDown.js app-DarkMode.js app-homepage.css app-darkmode.css app-printing.css app-typeface.css
  app-checkout.css app-DarkMode.css app-tablet-2.css app-max-width.css app-20260101.js app-01012026.js app-cafe2024.js style-v2.css
  jquery.min.js jquery-3.7.1.min.js jquery.autosize.js jquery.validate.min.js jquery-ui-1.13.2.js bootstrap.bundle.min.js
  bootstrap-5.3.3.css main.js main.css index.js index.mjs vendor.js vendor.js.map runtime.js polyfills.js styles.css lib.umd.cjs
  lib.esm-bundler.js three.module.js d3.v7.min.js leaflet-1.9.4.js prism-typescript.js prism-markdown.min.js locale-de-DE.js
  lang-en-US.json lang.zh-hans.json lang-portuguese.json lang-swedish2.json data.settings.json data.20260101.json data-2026-01-01.json
  data-geojson2.json map-district.geojson map-district7.geojson map-sector-7g.svg map-overview.svg map-stations.svg search-index.json
  README.md CHANGELOG.md LICENSE.txt LICENSES.txt security.txt humans.txt robots.txt sitemap.xml sitemap-0.xml sitemap-index.xml
  sitemap-products1.xml feed.xml atom.xml favicon.ico favicon-32x32.png browserconfig.xml og-image.png og-image-1200x630.png
  site-theme-v2.js site-style-v2.css chart-pos-vs-neg-0.js guide-from-v7-to-v8.png text-utf-16le.txt app-x64-msvc.wasm
  math-f16round.js es.math.f16round.js post-2026-retrospective.png post-kubernetes.png post-javascript.png post-typescript3.png post-web2print.png post-mp3audio.mp3
  track-01-overture.mp3 track-01.mp3 podcast-ep-00042.mp3 podcast-episode7.mp3 podcast-S01E04.mp3 sample-44100hz.wav bell-short.ogg
  chart-revenue1.svg chart-2026data.svg chart-quarterly.svg diagram-sequence.svg diagram-overview.svg figure-00000001.svg
  550e8400-e29b-41d4-a716-446655440000.jpg photo-550e8400-e29b-41d4-a716-4466554400aa.jpg a1b2c3d4.jpg 1024x768.png abcd1234.png`
  .split(/\s+/)
  .filter((name) => name !== "");

describe("a hash in a file's name", () => {
  let rules: ReleaseRules;
  before(async () => {
    rules = await loadReleaseRules();
  });

  for (const [what, alphabet, length, name, least] of ALPHABETS) {
    it(`is seen in at least ${least * 100} % of ${what}`, () => {
      const next = seeded(length);
      const hash = (): string =>
        Array.from({ length }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join("");
      const names = Array.from({ length: 20_000 }, () => name(hash()));
      const missed = names.filter((one) => !rules.hasHash(one));
      const share = 1 - missed.length / names.length;
      assert.ok(share >= least, `${share}, without ${missed.slice(0, 10).join(", ")}`);
    });
  }

  it("is seen before any extensions", () => {
    for (const name of [
      "main.0a1b2c3d.js.LICENSE.txt",
      "main.0a1b2c3d.chunk.js.map",
      "index-B3x_9Zk-.js.br",
      "index--B3x_9Zk.js.gz",
      "index-DiwrgTda.js.LEGAL.txt",
      "guide_intro.md.BBCa1d-e.lean.js",
      "logo-6ce60adee78a9ecf1c6c4e3aef4b6d2c.png",
      "17896441.9ab12c3d.js",
      "component---src-pages-index-js-7f5a3c0c8ab4b7ff1a0e.js",
      "main-5ZOSTPQM.js",
    ]) {
      assert.ok(rules.hasHash(name), name);
    }
  });

  it("is seen in none of more than 200 names that people write", () => {
    assert.ok(new Set(WORDS).size >= 200, String(new Set(WORDS).size));
    assert.deepEqual(
      WORDS.filter((name) => rules.hasHash(name)),
      [],
    );
  });

  it("is none in the extension, nor in a name without one", () => {
    assert.deepEqual(
      ["index-DiwrgTda", "x.DiwrgTda", "DiwrgTda", ".DiwrgTda", ""].filter((name) => rules.hasHash(name)),
      [],
    );
  });

  it("is looked for in little time, however long the name", () => {
    const start = process.cpuUsage();
    for (const name of ["-".repeat(1000), "a-".repeat(500), "1a".repeat(500), "A".repeat(1000), ".a".repeat(500)]) {
      for (const end of [".js", ".png", ""]) rules.hasHash(name + end);
    }
    assert.ok(process.cpuUsage(start).user < 500_000);
  });
});
