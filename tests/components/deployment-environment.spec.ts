import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import {
  DeploymentEnvironment,
  type DeploymentEnvironmentArgs,
  explainRefusal,
} from "../../components/deployment-environment";
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
  return resources.map(({ type, parent, inputs }) => ({ type, parent, inputs }));
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

  it("is bare where the plan allows nothing", async () => {
    assert.deepEqual(await deployEnvironment({ environmentProtection: "none" }), [
      COMPONENT,
      { type: ENVIRONMENT, parent, inputs: { repository: "site", environment: "prod" } },
    ]);
  });
});

describe("a protection that GitHub refuses", () => {
  const refusal = {
    urn: "urn" as unknown as pulumi.URN,
    id: "" as unknown as pulumi.ID,
    name: "environment",
    type: ENVIRONMENT,
    failedOperation: "create",
    errors: ["PUT https://api.github.com/repos/acme/site/environments/prod: 422 Failed to create the environment []"],
  };

  it("ends with the setting that helps", () => {
    assert.throws(() => explainRefusal(refusal), /422 Failed to create.*environmentProtection to branch .* or none/);
  });

  it("is not what another failure is taken for", () => {
    assert.equal(
      explainRefusal({ ...refusal, errors: ["PUT ...: 403 Must have admin rights to Repository. []"] }),
      false,
    );
  });
});
