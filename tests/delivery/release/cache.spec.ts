import assert from "node:assert/strict";
import { loadReleaseRules, type ReleaseRules } from "../../support/release";

describe("the cache header of a file", () => {
  let rules: ReleaseRules;
  before(async () => {
    rules = await loadReleaseRules();
  });

  it("keeps what is immutable for a year, and has browsers ask for everything else each time", () => {
    assert.equal(rules.cacheControl(true), "public, max-age=31536000, immutable");
    assert.equal(rules.cacheControl(false), "public, max-age=0, s-maxage=86400, must-revalidate");
  });
});
