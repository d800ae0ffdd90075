import assert from "node:assert/strict";

import { otherOwners } from "../../../components/policy/github-owner";

describe("the owners that the environment names", () => {
  it("are no others where they are unset, empty, or the same in another case", () => {
    assert.deepEqual(otherOwners("acme", { GITHUB_OWNER: "", GITHUB_ORGANIZATION: "Acme" }), []);
    assert.deepEqual(otherOwners("acme", {}), []);
  });

  it("are told with what they are and what is wanted", () => {
    assert.deepEqual(otherOwners("acme", { GITHUB_OWNER: "evil", GITHUB_ORGANIZATION: "acme" }), [
      {
        key: "GITHUB_OWNER",
        message:
          'is set to "evil", which the GitHub provider prefers to the owner of repository; expected acme, or unset',
      },
    ]);
  });
});
