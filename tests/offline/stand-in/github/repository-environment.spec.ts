import assert from "node:assert/strict";
import type { Properties } from "../../../../offline/stand-in/properties";
import type { World } from "../../../../offline/stand-in/world";
import { testCloud, world } from "../harness";

const environmentType = "github:index/repositoryEnvironment:RepositoryEnvironment";
const policyType = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
const bare = { repository: "site", environment: "prod" };
const chosenBranches = { ...bare, deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true } };

/** The world with people in it, and with or without protection rules. */
function worldWith(protectionRules: boolean): World {
  const site = { ...world.github.repositories["acme/site"], protectionRules };
  const repositories = { "acme/site": site } as World["github"]["repositories"];
  return { ...world, github: { repositories, users: { octocat: 5 }, teams: { platform: 9 } } };
}

describe("a deployment environment", () => {
  it("has repository and name for an id, and is changed where it exists", async () => {
    const { github } = testCloud(worldWith(true));
    assert.equal((await github.create(environmentType, bare)).id, "site:prod");
    assert.equal((await github.create(environmentType, chosenBranches)).id, "site:prod");
  });

  it("has no rules on a plan without them", async () => {
    const { github } = testCloud(worldWith(false));
    await github.create(environmentType, bare);
    const rules: Properties[] = [
      { waitTimer: 5 },
      { canAdminsBypass: false },
      { reviewers: [{ users: [5] }] },
      chosenBranches,
    ];
    for (const rule of rules) {
      await assert.rejects(
        github.create(environmentType, { ...bare, ...rule }),
        /^Error: PUT https:\/\/api\.github\.com\/repos\/acme\/site\/environments\/prod: 422 Failed to create the environment protection rule/,
      );
    }
  });

  it("is reviewed by people whom GitHub knows", async () => {
    const { github } = testCloud(worldWith(true));
    await github.create(environmentType, { ...bare, reviewers: [{ users: [5], teams: [9] }] });
    for (const reviewers of [[{ users: [6] }], [{ teams: [5] }]]) {
      await assert.rejects(github.create(environmentType, { ...bare, reviewers }), /422 Invalid reviewer/);
    }
  });

  it("needs a repository", async () => {
    const { github } = testCloud(worldWith(true));
    await assert.rejects(github.create(environmentType, { ...bare, repository: "other" }), /404 Not Found/);
  });

  it("takes a branch only where its branches are chosen one by one", async () => {
    const { github } = testCloud(worldWith(true));
    const policy = { ...bare, branchPattern: "main" };
    await assert.rejects(github.create(policyType, policy), /deployment-branch-policies: 404 Not Found/);
    await github.create(environmentType, chosenBranches);
    assert.match((await github.create(policyType, policy)).id, /^site:prod:\d+$/);
  });
});

describe("GitHub's accounts", () => {
  const ask = (rules: boolean, endpoint: string) => {
    const { code, body } = testCloud(worldWith(rules)).github.invoke("github:index/getRestApi:getRestApi", {
      endpoint,
    });
    return { code, body: JSON.parse(body as string) as unknown };
  };

  it("are organizations with a plan", () => {
    assert.deepEqual(ask(true, "orgs/acme").body, { login: "acme", plan: { name: "enterprise" } });
    assert.deepEqual(ask(false, "orgs/acme").body, { login: "acme", plan: { name: "free" } });
    assert.equal(ask(true, "orgs/octocat").code, 404);
  });

  it("are users with a number", () => {
    assert.deepEqual(ask(true, "users/Octocat").body, { login: "octocat", id: 5, type: "User" });
    assert.equal(ask(true, "users/nobody").code, 404);
  });
});
