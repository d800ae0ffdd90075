import assert from "node:assert/strict";

import {
  environmentDifferences,
  type EnvironmentRules,
  EVERY_PROTECTED_BRANCH,
  foundEnvironment,
  promisedRules,
} from "../../../components/policy/environment-answer";
import { environmentNotices, spellingProblems } from "../../../components/policy/environment-notices";

const ENVIRONMENT = {
  name: "prod",
  can_admins_bypass: false,
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  protection_rules: [
    { type: "wait_timer", wait_timer: 30 },
    {
      type: "required_reviewers",
      prevent_self_review: true,
      reviewers: [
        { type: "User", reviewer: { id: 5, login: "octocat" } },
        { type: "Team", reviewer: { id: 9, slug: "platform" } },
      ],
    },
    { type: "branch_policy" },
  ],
};
const POLICIES = { branch_policies: [{ id: 4001, name: "main" }] };
const wanted = promisedRules({
  reviewers: { users: [5], teams: [9] },
  waitMinutes: 30,
  environmentProtection: "full",
  branch: "main",
});

function found(change: object = {}, policies: object = POLICIES) {
  const environment = foundEnvironment({ ...ENVIRONMENT, ...change }, policies);
  assert.ok(environment);
  return environment;
}

describe("an environment that GitHub has", () => {
  it("is as it was promised", () => {
    assert.deepEqual(environmentDifferences(wanted, found()), []);
  });

  it("has lost its reviewers, timer and switches, and takes every branch", () => {
    const bare = found({ protection_rules: [], can_admins_bypass: true, deployment_branch_policy: null });
    assert.deepEqual(environmentDifferences(wanted, bare), [
      "reviewers: got nobody; expected user 5, team 9",
      "wait timer: got 0 minutes; expected 30 minutes",
      "administrators may bypass: got true; expected false",
      "self-review prevented: got false; expected true",
      "branches: got every branch; expected main",
    ]);
  });

  it("takes other branches", () => {
    const more = found(
      {},
      {
        branch_policies: [
          { id: 1, name: "*" },
          { id: 2, name: "main" },
        ],
      },
    );
    assert.deepEqual(environmentDifferences(wanted, more), ["branches: got *, main; expected main"]);
    const ofRules = { protected_branches: true, custom_branch_policies: false };
    assert.deepEqual(found({ deployment_branch_policy: ofRules }).branches, [EVERY_PROTECTED_BRANCH]);
  });

  it("is not known from another form", () => {
    for (const answer of [undefined, null, [], "x", { name: "prod" }]) {
      assert.equal(foundEnvironment(answer, POLICIES), undefined);
    }
  });
});

describe("what is promised of an environment", () => {
  const promise = { reviewers: { users: [5], teams: [] }, waitMinutes: 5, branch: "main" };

  it("is no more than the plan allows", () => {
    const less = {
      reviewers: { users: [], teams: [] },
      waitMinutes: 0,
      canAdminsBypass: true,
      preventSelfReview: false,
    };
    assert.deepEqual(promisedRules({ ...promise, environmentProtection: "branch" }), { ...less, branches: ["main"] });
    assert.deepEqual(promisedRules({ ...promise, environmentProtection: "none" }), { ...less, branches: null });
  });
});

describe("the notices of an environment", () => {
  const notices = (change: object, policies: object, ours: boolean | EnvironmentRules) => {
    const held = typeof ours === "object" ? ours : ours ? wanted : undefined;
    return environmentNotices({ environment: "prod", branch: "main", wanted, found: found(change, policies), held });
  };

  it("are none where it is as the settings say", () => {
    assert.deepEqual(notices({}, POLICIES, true), []);
  });

  it("say what up replaces of one that is not the stack's yet", () => {
    const bypass = { can_admins_bypass: true };
    assert.deepEqual(notices(bypass, POLICIES, false), [
      "environment: GitHub has prod already, and up replaces its rules (administrators may bypass: got true; expected false)",
    ]);
    assert.deepEqual(notices({ deployment_branch_policy: null }, {}, false), [], "up narrows the branches");
  });

  it("say what somebody changed of the stack's own", () => {
    assert.match(
      notices({ protection_rules: [] }, POLICIES, true)[0] ?? "",
      /^environment: prod is not as the settings say \(reviewers: got nobody; expected user 5, team 9; .*will not restore it/,
    );
    assert.match(
      notices({ deployment_branch_policy: null }, {}, true)[0] ?? "",
      /branches: got every branch; expected main/,
    );
    assert.match(notices({}, { branch_policies: [] }, true)[0] ?? "", /branches: got none named main/);
  });

  it("are none where this up sends the rules or renames the policy, as the state has others", () => {
    const release = { branch_policies: [{ id: 1, name: "release" }] };
    const before = { ...wanted, waitMinutes: 0 };
    assert.deepEqual(notices({ protection_rules: [] }, POLICIES, before), []);
    assert.deepEqual(notices({}, release, { ...wanted, branches: ["release"] }), []);
    assert.deepEqual(notices({ deployment_branch_policy: null }, {}, { ...before, branches: [] }), []);
    assert.equal(notices({ protection_rules: [] }, release, wanted).length, 3);
  });

  it("name every other branch that may deploy, also where the environment is not ours", () => {
    const open = {
      branch_policies: [
        { id: 1, name: "*" },
        { id: 2, name: "main" },
      ],
    };
    for (const ours of [true, false]) {
      assert.match(notices({}, open, ours)[0] ?? "", /^environment: other branches may deploy to prod \(\*\)/);
    }
  });

  it("refuse another spelling", () => {
    assert.deepEqual(spellingProblems("prod", "prod"), []);
    assert.match(spellingProblems("prod", "Prod")[0]?.message ?? "", /got "prod", but GitHub has it as "Prod"/);
  });
});
