import assert from "node:assert/strict";

import { parseReviewers } from "../../../components/policy/reviewers";

describe("reviewers", () => {
  it("are users by login and teams by number", () => {
    assert.deepEqual(parseReviewers(["octocat", "team:9"]), [{ user: "octocat" }, { team: 9 }]);
  });

  it("may be six and no more", () => {
    const logins = ["a", "b", "c", "d", "e", "f", "g"];
    assert.deepEqual([parseReviewers(logins.slice(0, 6))?.length, parseReviewers(logins)], [6, undefined]);
  });
});
