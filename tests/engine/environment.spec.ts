import assert from "node:assert/strict";
import { editCloud } from "../../offline/stand-in/cloud";
import { pathsIn } from "../../offline/state-folder";
import { describeOnEngine, held, inSession, newState, withDev, worldFile } from "../support/engine";

const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
const POLICY = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

const PEOPLE = { users: { octocat: 5, hubot: 6 }, teams: { platform: 9 } };
const PLAN_IS_HIDDEN = { "orgs/acme": { error: "403 Resource not accessible by integration []" } };

/** A world with people in it, in which GitHub's plan is told or not, and allows protection rules or not. */
function world(protectionRules: boolean | "branch", planIsTold = true, more: object = {}): string {
  return worldFile((example) => {
    const site = example.github.repositories["acme/site"];
    assert.ok(site !== undefined && "id" in site);
    const repositories = { "acme/site": { ...site, protectionRules, ...more } };
    const answers = planIsTold ? undefined : PLAN_IS_HIDDEN;
    return { ...example, github: { ...example.github, ...PEOPLE, repositories, answers } };
  });
}

function up(state: string, file: string, ...config: string[]) {
  return inSession(state, { stack: "dev", world: file, config }, (session) => session.on("dev").up());
}

/** For a state that has its world. */
function upAgain(state: string, ...config: string[]) {
  return inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
}

describeOnEngine("the GitHub environment", () => {
  it("takes users and teams as reviewers, and one away again", async () => {
    const state = newState();
    const file = world(true);
    await up(state, file, "reviewers=[octocat, hubot, 'team:9']", "waitMinutes=30");
    const [environment] = held(state, ENVIRONMENT);
    assert.deepEqual(environment?.properties.reviewers, [{ teams: [9], users: [5, 6] }]);
    assert.deepEqual([environment.properties.waitTimer, environment.properties.preventSelfReview], [30, true]);
    assert.equal(held(state, POLICY)[0]?.properties.branchPattern, "main");

    const { changed, warnings } = await up(state, file, "reviewers=[octocat]", "waitMinutes=30");
    assert.deepEqual(warnings, []);
    assert.deepEqual(changed, [{ operation: "update", resource: `${ENVIRONMENT} environment` }]);
    const [after] = held(state, ENVIRONMENT);
    assert.deepEqual(after?.properties.reviewers, [{ teams: [], users: [5] }]);
    assert.equal(after.properties.preventSelfReview, false);
  });

  it("of a plan without protection rules is refused before anything is made, where GitHub tells the plan", async () => {
    const state = newState();
    await assert.rejects(up(state, world(false)), /environmentProtection: got "full", .* can have at most "none"/);
    assert.deepEqual(held(state, "aws:s3/bucket:Bucket"), []);
  });

  it("of such a plan that GitHub does not tell ends with the setting that helps, and comes up with it", async () => {
    const state = newState();
    const file = world(false, false);
    await assert.rejects(up(state, file), /404 Not Found\)[^]*environmentProtection to none/);
    await up(state, file, "environmentProtection=none");
    assert.deepEqual([...held(state, ENVIRONMENT), ...held(state, POLICY)], [], "Free has no environments");
  });

  it("that the stack has made stays, where it asks for no protection and GitHub does not tell the plan", async () => {
    const state = await withDev();
    editCloud(pathsIn(state).cloud, ({ world: { github } }) => Object.assign(github, { answers: PLAN_IS_HIDDEN }));
    await upAgain(state, "environmentProtection=none");
    assert.equal(held(state, ENVIRONMENT).length, 1);
  });

  it("of a plan with branch policies alone is said to be weaker than it was asked for", async () => {
    const state = newState();
    const file = world("branch", false);
    await up(state, file);
    const { warnings } = await up(state, file);
    assert.match(
      [...warnings].join("\n"),
      /environment: dev is not as the settings say \(administrators may bypass: got true/,
    );
    const reviewed = up(newState(), world("branch", false), "reviewers=[octocat]");
    await assert.rejects(reviewed, /plan does not allow[^]*billing plan[^]*environmentProtection to branch/);
  });

  it("that exists is taken over with its branch's policy, and both what is replaced and what stays open is said", async () => {
    const state = newState();
    const file = world(true, true, {
      environments: { dev: { reviewers: { users: ["hubot"] }, waitMinutes: 5, branchPolicies: ["main", "*"] } },
    });
    const { warnings } = await up(state, file, "reviewers=[octocat]");
    const said = [...warnings].join("\n");
    assert.match(
      said,
      /GitHub has dev already, and up replaces its rules \(reviewers: got user 6; expected user 5; wait timer/,
    );
    assert.match(said, /other branches may deploy to dev \(\*\)/);
    const policies = () => held(state, POLICY).map(({ id, properties }) => [id, properties.branchPattern]);
    const before = [
      ["site:dev:4001", "main"],
      ["site:dev:4002", "*"],
    ];
    assert.deepEqual(policies(), before);
    assert.deepEqual(Object.keys((await up(state, file, "reviewers=[octocat]")).counts), ["same"]);
    // Under another name, the repository still has the same policy.
    editCloud(pathsIn(state).cloud, ({ world: { github } }) => {
      const site = github.repositories["acme/site"];
      assert.ok(site !== undefined && "id" in site);
      const oidc = { ...site.oidc, sub_claim_prefix: "repo:acme@1111/web@2222" };
      Object.assign(github.repositories, { "acme/web": { ...site, oidc }, "acme/site": { movedTo: "acme/web" } });
    });
    await up(state, file, "reviewers=[octocat]", "repository=acme/web");
    assert.deepEqual(policies(), before);
    await inSession(state, { stack: "dev" }, (session) => session.on("dev").destroy());
  });

  it("in another spelling is refused before anything is made", async () => {
    const state = newState();
    const file = world(true, true, { environments: { Dev: {} } });
    await assert.rejects(up(state, file), /environment: got "dev", but GitHub has it as "Dev"/);
    assert.deepEqual(held(state, "aws:s3/bucket:Bucket"), []);
  });

  it("whose reviewers somebody took away is told of, since the plugin does not see it", async () => {
    const state = await withDev();
    editCloud(pathsIn(state).cloud, ({ world: { github } }) => Object.assign(github, PEOPLE));
    const { changed, warnings } = await upAgain(state, "reviewers=[octocat]");
    assert.deepEqual([changed.length, warnings], [1, []], "this up sets them");
    editCloud(pathsIn(state).cloud, ({ resources }) => {
      for (const resource of resources.filter(({ type }) => type === ENVIRONMENT)) {
        const { reviewers, ...others } = resource.properties;
        assert.ok(reviewers);
        resource.properties = others;
      }
    });
    const after = await inSession(state, { stack: "dev", config: ["reviewers=[octocat]"] }, async (session) => {
      assert.deepEqual((await session.on("dev").refresh()).changed, [], "the plugin is blind");
      return session.on("dev").up();
    });
    assert.match(
      [...after.warnings].join("\n"),
      /dev is not as the settings say \(reviewers: got nobody; expected user 5\)/,
    );
  });

  it("that is gone ends a destroy until a refresh", async () => {
    const state = await withDev();
    editCloud(pathsIn(state).cloud, (cloud) => {
      cloud.resources = cloud.resources.filter(({ type }) => ![ENVIRONMENT, POLICY].includes(type));
    });
    await inSession(state, { stack: "dev" }, async (session) => {
      await assert.rejects(session.on("dev").destroy(), /DELETE .*\/environments\/dev.*: 404 Not Found/);
      await session.on("dev").refresh();
      await session.on("dev").destroy();
    });
  });

  it("with reviewers who cannot read the repository is refused, by their names, before anything is made", async () => {
    const state = newState();
    const file = world(true, true, { access: { users: ["octocat"], teams: [] } });
    await assert.rejects(
      up(state, file, "reviewers=[octocat, hubot, 'team:9']"),
      /reviewers: got "hubot", who cannot read acme\/site[^]*reviewers: got "team:9", who cannot/,
    );
    assert.deepEqual(held(state, "aws:s3/bucket:Bucket"), []);
  });

  it("with an unknown reviewer is refused before anything is made", async () => {
    const state = newState();
    await assert.rejects(up(state, world(true), "reviewers=[octocatt]"), /reviewers: got "octocatt"/);
    assert.deepEqual(held(state, "aws:s3/bucket:Bucket"), []);
  });
});
