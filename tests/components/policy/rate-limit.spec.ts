import assert from "node:assert/strict";

import { rateLimitNotice } from "../../../components/policy/rate-limit";

const reset = Date.UTC(2027, 0, 15, 8) / 1000;
const answer = (limit: number, remaining: number) => ({
  endpoint: "rate_limit",
  code: 200,
  body: JSON.stringify({ rate: { limit, remaining, reset } }),
});

describe("GitHub's rate limit", () => {
  it("is no matter where enough is left, or GitHub does not tell", () => {
    assert.equal(rateLimitNotice(answer(5000, 4000)), undefined);
    assert.equal(rateLimitNotice(undefined), undefined);
    for (const [code, body] of [
      [404, "{}"],
      [200, "<html>"],
      [200, "null"],
      [200, '{ "rate": { "limit": 5000, "remaining": 12 } }'],
      [200, '{ "rate": { "limit": 5000, "remaining": 12, "reset": "soon" } }'],
    ] as const)
      assert.equal(rateLimitNotice({ endpoint: "rate_limit", code, body }), undefined, body);
  });

  it("is refused before anything is made where it is used up, with the time", () => {
    assert.throws(
      () => rateLimitNotice(answer(5000, 0)),
      /5000 requests an hour is used up; wait until 2027-01-15T08:00/,
    );
  });

  it("is that of nobody without a token, which is refused", () => {
    assert.throws(
      () => rateLimitNotice(answer(60, 55)),
      /GITHUB_TOKEN: GitHub allows these requests 60 an hour.*expected a token/,
    );
  });

  it("is worth a word where it may not last", () => {
    assert.match(rateLimitNotice(answer(5000, 12)) ?? "", /12 of 5000 requests.*after 2027-01-15T08:00/);
  });
});
