import assert from "node:assert/strict";

import { type Approval, approvalNotice } from "../../../components/policy/approval";

const NOBODY: Approval = {
  environment: "prod",
  branch: "main",
  reviewers: [],
  environmentProtection: "full",
  review: "required",
};

const ROWS: readonly (readonly [string, Partial<Approval>, RegExp | undefined])[] = [
  ["whose branch requires review", {}, undefined],
  ["with reviewers", { review: "not required", after: "dev", reviewers: ["octocat"] }, undefined],
  [
    "whose branch nobody must review",
    { review: "not required" },
    /to prod, and nobody must review main; expected reviewers$/,
  ],
  ["whose branch is not there", { review: "no such branch" }, /nobody must review main/],
  ["whose branch the token may not look at", { review: "not checked" }, undefined],
  [
    "after another",
    { after: "dev" },
    /^reviewers: nobody approves .* what passed dev is deployed at once; expected reviewers$/,
  ],
  [
    "of a plan without reviewers, whose branch requires review",
    { after: "dev", environmentProtection: "branch" },
    undefined,
  ],
  [
    "of a plan without reviewers",
    { after: "dev", environmentProtection: "branch", review: "not required" },
    /what passed dev is deployed at once, and nobody must review main; environmentProtection branch has no reviewers .*private.*expected a release branch/,
  ],
];

describe("an environment without approval", () => {
  for (const [what, differs, said] of ROWS) {
    it(`${what} is ${said === undefined ? "no matter" : "told of"}`, () => {
      const notice = approvalNotice({ ...NOBODY, ...differs });
      if (said === undefined) assert.equal(notice, undefined);
      else assert.match(notice ?? "", said);
    });
  }
});
