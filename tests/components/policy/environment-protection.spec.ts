import assert from "node:assert/strict";

import { checkProtection, mostProtection, protectionNotice } from "../../../components/policy/environment-protection";

describe("the protection of an environment", () => {
  for (const [visibility, plan, most] of [
    ["public", "free", "full"],
    ["public", undefined, "full"],
    ["private", "free", "none"],
    ["private", "pro", "branch"],
    ["private", "team", "branch"],
    ["private", "enterprise", "full"],
    ["internal", "business_plus", "full"],
    ["private", undefined, undefined],
  ] as const) {
    it(`of a ${visibility} repository on plan ${plan ?? "unknown"} is at most ${most ?? "whatever GitHub accepts"}`, () => {
      assert.equal(mostProtection(visibility, plan), most);
    });
  }

  it("that the plan does not allow is refused before anything is written", () => {
    assert.throws(() => {
      checkProtection("full", "private", "free");
    }, /environmentProtection: got "full", but a private repository on GitHub's plan "free" can have at most "none"/);
    assert.throws(() => {
      checkProtection("full", "private", "team");
    }, /at most "branch"/);
    assert.throws(() => {
      checkProtection("branch", "private", "free");
    }, /at most "none"/);
  });

  it("that the plan allows, or may allow, is not", () => {
    checkProtection("full", "public", "free");
    checkProtection("branch", "private", "team");
    checkProtection("none", "private", "free");
    checkProtection("full", "private", undefined);
  });

  it("that is missing is said, with what is left", () => {
    assert.equal(protectionNotice("full", "prod", "main"), undefined);
    assert.match(
      protectionNotice("branch", "prod", "main") ?? "",
      /^environmentProtection: branch: nobody approves deployments to prod/,
    );
    assert.match(
      protectionNotice("none", "prod", "main") ?? "",
      /only IAM limits deployments to main: the roles pin ref and job_workflow_ref$/,
    );
  });
});
