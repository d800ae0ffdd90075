import assert from "node:assert/strict";

import { DeploymentEnvironment, type DeploymentEnvironmentArgs } from "../../components/deployment-environment";
import { deploy } from "../support/deploy";

const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
const POLICY = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

async function deployEnvironment(args: Partial<DeploymentEnvironmentArgs> = {}) {
  const { resources } = await deploy(
    () =>
      new DeploymentEnvironment("environment", {
        repository: "site",
        environment: "prod",
        branch: "release/1",
        reviewers: { users: [], teams: [] },
        waitMinutes: 0,
        environmentProtection: "full",
        ...args,
      }),
  );
  return resources.map(({ type, parent, inputs, importId }) => ({
    type,
    parent,
    inputs,
    ...(importId === "" ? {} : { importId }),
  }));
}

const COMPONENT = { type: "passwordless:github:DeploymentEnvironment", parent: "", inputs: {} };
const parent = "DeploymentEnvironment environment";
const deploymentBranchPolicy = { protectedBranches: false, customBranchPolicies: true };
const ONLY_THE_BRANCH = {
  type: POLICY,
  parent,
  inputs: { repository: "site", environment: "prod", branchPattern: "release/1" },
};

describe("DeploymentEnvironment", () => {
  it("lets one branch deploy, and no administrator bypass that", async () => {
    const inputs = {
      repository: "site",
      environment: "prod",
      deploymentBranchPolicy,
      canAdminsBypass: false,
      preventSelfReview: false,
    };
    assert.deepEqual(await deployEnvironment(), [COMPONENT, { type: ENVIRONMENT, parent, inputs }, ONLY_THE_BRANCH]);
  });

  it("asks reviewers, and waits", async () => {
    const [, environment] = await deployEnvironment({
      reviewers: { users: [5], teams: [9] },
      waitMinutes: 30,
    });
    assert.deepEqual(environment?.inputs, {
      repository: "site",
      environment: "prod",
      deploymentBranchPolicy,
      canAdminsBypass: false,
      preventSelfReview: true,
      waitTimer: 30,
      reviewers: [{ users: [5], teams: [9] }],
    });
  });

  it("lets nobody approve a deployment of their own, where somebody else can", async () => {
    const prevented = async (users: number[], teams: number[]) =>
      (await deployEnvironment({ reviewers: { users, teams } }))[1]?.inputs.preventSelfReview;
    assert.deepEqual(
      [await prevented([], []), await prevented([5], []), await prevented([5, 6], []), await prevented([], [9])],
      [false, false, true, true],
    );
  });

  it("sends only the branch where the plan allows no more", async () => {
    const inputs = { repository: "site", environment: "prod", deploymentBranchPolicy };
    assert.deepEqual(await deployEnvironment({ environmentProtection: "branch" }), [
      COMPONENT,
      { type: ENVIRONMENT, parent, inputs },
      ONLY_THE_BRANCH,
    ]);
  });

  it("takes over the branch's policy that GitHub has", async () => {
    const [, , policy] = await deployEnvironment({ existingPolicy: 4001 });
    assert.deepEqual(policy, { ...ONLY_THE_BRANCH, importId: "site:prod:4001" });
  });

  it("is bare where the plan allows nothing", async () => {
    assert.deepEqual(await deployEnvironment({ environmentProtection: "none" }), [
      COMPONENT,
      { type: ENVIRONMENT, parent, inputs: { repository: "site", environment: "prod" } },
    ]);
  });
});
