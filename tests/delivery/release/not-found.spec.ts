import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { loadReleaseRules, type ReleaseRules } from "../../support/release";

describe("the 404.html that is made", () => {
  let rules: ReleaseRules;
  before(async () => {
    rules = await loadReleaseRules();
  });

  it("is a small page that says what is the matter, and leads to the first page", () => {
    assert.ok(Buffer.byteLength(rules.NOT_FOUND) < 1000);
    const { document } = new JSDOM(rules.NOT_FOUND).window;
    assert.equal(document.compatMode, "CSS1Compat");
    assert.equal(document.documentElement.lang, "en");
    assert.equal(document.title, "Page not found");
    assert.equal(document.querySelector("h1")?.textContent, "Page not found");
    assert.deepEqual(
      Array.from(document.querySelectorAll("a"), (link) => link.getAttribute("href")),
      ["/"],
    );
  });

  it("is the same under the strictest content security policy: it loads nothing, and has no script and no style", () => {
    const { document } = new JSDOM(rules.NOT_FOUND).window;
    assert.deepEqual(
      Array.from(
        document.querySelectorAll("script, style, link, img, iframe, object, [style], [src]"),
        ({ tagName }) => tagName,
      ),
      [],
    );
    const handlers = Array.from(document.querySelectorAll("*"), (one) => one.getAttributeNames())
      .flat()
      .filter((name) => name.startsWith("on"));
    assert.deepEqual(handlers, []);
  });
});
