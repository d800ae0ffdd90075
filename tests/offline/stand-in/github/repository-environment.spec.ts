import assert from "node:assert/strict";
import type { Properties } from "../../../../offline/stand-in/properties";
import type { World } from "../../../../offline/stand-in/world";
import { testCloud, world } from "../harness";

const environmentType = "github:index/repositoryEnvironment:RepositoryEnvironment";
const policyType = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
const bare = { repository: "site", environment: "prod" };
const chosenBranches = { ...bare, deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true } };

/** The world with people in it, with or without protection rules, and what else of the repository a test needs. */
function worldWith(protectionRules: boolean | "branch", more: object = {}): World {
  const site = { ...world.github.repositories["acme/site"], protectionRules, ...more };
  const repositories = { "acme/site": site } as World["github"]["repositories"];
  return { ...world, github: { repositories, users: { octocat: 5 }, teams: { platform: 9 } } };
}

describe("a deployment environment", () => {
  it("has repository and name for an id, and is changed where it exists", async () => {
    const { github } = testCloud(worldWith(true));
    assert.equal((await github.create(environmentType, bare)).id, "site:prod");
    assert.equal((await github.create(environmentType, chosenBranches)).id, "site:prod");
  });

  it("is not available in a private repository on Free", async () => {
    const { github } = testCloud(worldWith(false));
    await assert.rejects(github.create(environmentType, bare), /PUT .*\/environments\/prod: 404 Not Found \[\]/);
    const open = testCloud(worldWith(false, { visibility: "public" }));
    assert.equal((await open.github.create(environmentType, { ...bare, waitTimer: 5 })).id, "site:prod");
  });

  it("has branch policies alone on Pro and Team: the plugin is told of reviewers and timers, and of the rest not", async () => {
    const { github } = testCloud(worldWith("branch"));
    const rules: Properties[] = [{ waitTimer: 5 }, { reviewers: [{ users: [5] }] }];
    for (const rule of rules) {
      const refused = github.create(environmentType, { ...chosenBranches, ...rule });
      await assert.rejects(refused, /PUT .*\/environments\/prod: 422 Failed to create the environment protection rule/);
    }
    const asked = { ...chosenBranches, canAdminsBypass: false };
    const { id, properties } = await github.create(environmentType, asked);
    assert.equal(properties.canAdminsBypass, false);
    assert.equal((await github.read(environmentType, id, asked, properties))?.properties.canAdminsBypass, true);
  });

  it("leaves out reviewers who cannot read the repository, without a word", async () => {
    const { github } = testCloud(worldWith(true, { access: { users: ["octocat"], teams: [] } }));
    await github.create(environmentType, { ...chosenBranches, reviewers: [{ users: [5], teams: [9] }] });
    const { body } = github.invoke("github:index/getRestApi:getRestApi", {
      endpoint: "repos/acme/site/environments/PROD",
    });
    const { name, protection_rules: rules } = JSON.parse(body as string) as {
      name: string;
      protection_rules: object[];
    };
    assert.equal(name, "prod");
    assert.deepEqual(rules, [
      {
        type: "required_reviewers",
        prevent_self_review: false,
        reviewers: [{ type: "User", reviewer: { id: 5, login: "octocat" } }],
      },
      { type: "branch_policy" },
    ]);
  });

  it("without the reviewers that GitHub took away looks to the plugin as it was", async () => {
    const { github, edit } = testCloud(worldWith(true));
    const inputs = { ...chosenBranches, waitTimer: 5, reviewers: [{ users: [5], teams: [] }] };
    const { id, properties } = await github.create(environmentType, inputs);
    edit(({ resources }) => {
      for (const resource of resources.filter(({ type }) => type === environmentType)) {
        resource.properties = { ...chosenBranches };
      }
    });
    const seen = await github.read(environmentType, id, inputs, properties);
    assert.deepEqual([seen?.properties.reviewers, seen?.properties.waitTimer], [inputs.reviewers, undefined]);
  });

  it("takes its policies along when it is deleted, and cannot be deleted twice", async () => {
    const { github, read } = testCloud(worldWith(true, { environments: { prod: { branchPolicies: ["main", "*"] } } }));
    const policies = () => read().resources.filter(({ type }) => type === policyType).length;
    assert.equal(policies(), 2);
    await github.delete(environmentType, "site:prod", bare);
    assert.equal(policies(), 0);
    await assert.rejects(
      github.delete(environmentType, "site:prod", bare),
      /DELETE .*\/environments\/prod: 404 Not Found/,
    );
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
    assert.match((await github.create(policyType, policy)).id, /^site:prod:[1-9]\d*$/);
  });

  it("has a branch once: the plugin takes 0 for the id of one that is there, and then finds it nowhere", async () => {
    const { github, read } = testCloud(worldWith(true, { environments: { prod: { branchPolicies: ["main"] } } }));
    const before = read();
    const { id, properties } = await github.create(policyType, { ...bare, branchPattern: "main" });
    assert.equal(id, "site:prod:0");
    assert.deepEqual(read(), before);
    assert.equal(await github.read(policyType, id, properties, properties), undefined);
    await assert.rejects(github.delete(policyType, id, properties), /DELETE .*deployment-branch-policies\/0: 404/);
    await assert.rejects(github.update(policyType, id, { ...bare, branchPattern: "x" }, properties), /PUT .*\/0: 404/);
    assert.equal((await github.read(policyType, "site:prod:4001", {}))?.properties.branchPattern, "main");
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
