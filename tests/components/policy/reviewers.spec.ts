import assert from "node:assert/strict";

import { parseReviewers, preventsSelfReview } from "../../../components/policy/reviewers";

describe("reviewers", () => {
  it("are users by login and teams by number", () => {
    assert.deepEqual(parseReviewers(["octocat", "team:9"]), [{ user: "octocat" }, { team: 9 }]);
  });

  it("may be six and no more", () => {
    const logins = ["a", "b", "c", "d", "e", "f", "g"];
    assert.deepEqual([parseReviewers(logins.slice(0, 6))?.length, parseReviewers(logins)], [6, undefined]);
  });

  it("do not approve their own deployments where somebody else can", () => {
    assert.deepEqual(
      [[], ["a"], ["a", "b"], ["team:9"]].map((reviewers) => preventsSelfReview(parseReviewers(reviewers) ?? [])),
      [false, false, true, true],
    );
  });
});
