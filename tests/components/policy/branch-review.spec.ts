import assert from "node:assert/strict";

import { branchNotice, type BranchReview, branchReview } from "../../../components/policy/branch-review";

const REPOSITORY = { owner: "acme", name: "site" };

const answer = (code: number, body: unknown) => ({
  code,
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const rule = (count: number) =>
  answer(200, [{ type: "deletion" }, { type: "pull_request", parameters: { required_approving_review_count: count } }]);
const NO_RULES = answer(200, []);
const OPEN = answer(200, { protected: false });
const PROTECTED = answer(200, { protected: true });
const MISSING = answer(404, { message: "Not Found" });
const UNPROTECTED = answer(404, { message: "Branch not protected" });

interface Answers {
  readonly rules: ReturnType<typeof answer> | undefined;
  readonly branch: ReturnType<typeof answer> | undefined;
  readonly protection: ReturnType<typeof answer> | undefined;
}

describe("the review of a branch", () => {
  const cases: readonly (readonly [string, Answers, BranchReview])[] = [
    ["a ruleset asks for an approval", { rules: rule(1), branch: PROTECTED, protection: undefined }, "required"],
    [
      "a ruleset asks for two, and no more may be read",
      { rules: rule(2), branch: undefined, protection: undefined },
      "required",
    ],
    [
      "a ruleset asks for the code owners' review and counts no approvals",
      {
        rules: answer(200, [
          {
            type: "pull_request",
            parameters: { required_approving_review_count: 0, require_code_owner_review: true },
          },
        ]),
        branch: PROTECTED,
        protection: UNPROTECTED,
      },
      "required",
    ],
    [
      "a ruleset protects it otherwise, and GitHub says that branch protection does not",
      { rules: rule(0), branch: PROTECTED, protection: UNPROTECTED },
      "not required",
    ],
    [
      "branch protection asks for one",
      { rules: NO_RULES, branch: PROTECTED, protection: answer(200, { required_approving_review_count: 1 }) },
      "required",
    ],
    [
      "a ruleset asks for a pull request without approval",
      { rules: rule(0), branch: OPEN, protection: MISSING },
      "not required",
    ],
    [
      "branch protection asks for none",
      { rules: NO_RULES, branch: PROTECTED, protection: answer(200, { required_approving_review_count: 0 }) },
      "not required",
    ],
    ["nothing protects it", { rules: NO_RULES, branch: OPEN, protection: MISSING }, "not required"],
    [
      "it is protected in a way that the token may not read",
      { rules: NO_RULES, branch: PROTECTED, protection: undefined },
      "not checked",
    ],
    ["protection hides behind a 404", { rules: NO_RULES, branch: PROTECTED, protection: MISSING }, "not checked"],
    ["rules cannot be read", { rules: undefined, branch: OPEN, protection: MISSING }, "not checked"],
    [
      "the answers are no JSON",
      { rules: answer(200, "<html>"), branch: answer(200, "<html>"), protection: answer(200, "<html>") },
      "not checked",
    ],
    ["it is not there", { rules: NO_RULES, branch: MISSING, protection: MISSING }, "no such branch"],
  ];
  for (const [what, answers, expected] of cases) {
    it(`is "${expected}" where ${what}`, async () => {
      const given = new Map([
        ["repos/acme/site/rules/branches/main", answers.rules],
        ["repos/acme/site/branches/main", answers.branch],
        ["repos/acme/site/branches/main/protection/required_pull_request_reviews", answers.protection],
      ]);
      const ask = (endpoint: string) => Promise.resolve(given.get(endpoint));
      assert.equal(await branchReview(REPOSITORY, "main", ask), expected);
    });
  }

  it("is said where it leaves something open, and only there", () => {
    const notices = (["required", "not required", "no such branch", "not checked"] as const).map((review) =>
      branchNotice("main", review),
    );
    assert.deepEqual(
      notices.map((notice) => notice?.split(/ main/)[0]),
      [
        undefined,
        "branch: nothing requires a reviewed pull request for",
        "branch: GitHub has no branch",
        "branch: not checked whether",
      ],
    );
  });

  it("is asked for with a slash in the branch's name escaped", async () => {
    const asked: string[] = [];
    await branchReview(REPOSITORY, "release/1", (endpoint) => {
      asked.push(endpoint);
      return Promise.resolve(undefined);
    });
    assert.deepEqual(asked, [
      "repos/acme/site/rules/branches/release%2F1",
      "repos/acme/site/branches/release%2F1",
      "repos/acme/site/branches/release%2F1/protection/required_pull_request_reviews",
    ]);
  });
});
