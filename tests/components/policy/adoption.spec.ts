import assert from "node:assert/strict";

import { adoptionNotice, heldRules, holdsPolicy, variablesToAdopt } from "../../../components/policy/adoption";

const variable = (variableName: string) => ({
  type: "github:index/actionsVariable:ActionsVariable",
  outputs: { repository: "site", variableName },
});

describe("adoptVariables", () => {
  it("takes over only what the state does not hold, whatever its repository was called then", () => {
    const adoption = variablesToAdopt(["PROD_A", "PROD_B"], [variable("PROD_A"), variable("DEV_B")]);
    assert.deepEqual(adoption, { adopt: ["PROD_B"], adopted: ["PROD_A"] });
    assert.equal(
      adoptionNotice(adoption),
      "adoptVariables: this up takes over PROD_B; PROD_A of it is this stack's; delete the key after a successful up",
    );
  });

  it("says nothing where it is empty", () => {
    assert.equal(adoptionNotice(variablesToAdopt([], [variable("PROD_A")])), undefined);
  });
});

describe("a branch policy", () => {
  it("is held by its number", () => {
    const type = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
    const state = [{ type, outputs: { policyId: 4001 } }, variable("PROD_A")];
    assert.deepEqual([holdsPolicy(state, 4001), holdsPolicy(state, 0)], [true, false]);
  });
});

describe("the rules of an environment", () => {
  const environment = (outputs: object) => ({
    type: "github:index/repositoryEnvironment:RepositoryEnvironment",
    outputs: { environment: "prod", ...outputs },
  });

  it("are as the state has them, with the branches of its policies", () => {
    const type = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
    const policy = (name: string) => ({ type, outputs: { environment: name, branchPattern: `${name}-branch` } });
    const rules = { reviewers: [{ users: [5] }], waitTimer: 30, canAdminsBypass: false, preventSelfReview: true };
    assert.deepEqual(heldRules([environment(rules), policy("prod"), policy("dev")], "prod"), {
      reviewers: { users: [5], teams: [] },
      waitMinutes: 30,
      canAdminsBypass: false,
      preventSelfReview: true,
      branches: ["prod-branch"],
    });
  });

  it("are GitHub's defaults where the state has none, and nothing where it has no environment", () => {
    const reviewers = { users: [], teams: [] };
    assert.deepEqual(heldRules([environment({})], "prod"), {
      reviewers,
      waitMinutes: 0,
      canAdminsBypass: true,
      preventSelfReview: false,
      branches: [],
    });
    assert.equal(heldRules([environment({})], "dev"), undefined);
  });
});
