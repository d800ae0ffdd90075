import assert from "node:assert/strict";
import { describeOnEngine, held, inSession, newState, worldFile } from "../support/engine";

const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
const POLICY = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

/** A world with people in it, in which GitHub's plan is told or not, and allows protection rules or not. */
function world(protectionRules: boolean, planIsTold = true): string {
  return worldFile((example) => {
    const site = example.github.repositories["acme/site"];
    assert.ok(site !== undefined && "id" in site);
    const repositories = { "acme/site": { ...site, protectionRules } };
    const hidden = { "orgs/acme": { error: "403 Resource not accessible by integration []" } };
    const answers = planIsTold ? undefined : hidden;
    const people = { users: { octocat: 5, hubot: 6 }, teams: { platform: 9 } };
    return { ...example, github: { ...example.github, ...people, repositories, answers } };
  });
}

function up(state: string, file: string, ...config: string[]) {
  return inSession(state, { stack: "dev", world: file, config }, (session) => session.on("dev").up());
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

    const { changed } = await up(state, file, "reviewers=[octocat]", "waitMinutes=30");
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
    await assert.rejects(up(state, file), /422[^]*environmentProtection to branch .* or none/);
    await up(state, file, "environmentProtection=none");
    const [environment] = held(state, ENVIRONMENT);
    assert.deepEqual(Object.keys(environment?.properties ?? {}).sort(), ["environment", "repository", "repositoryId"]);
    assert.deepEqual(held(state, POLICY), []);
  });

  it("with an unknown reviewer is refused before anything is made", async () => {
    const state = newState();
    await assert.rejects(up(state, world(true), "reviewers=[octocatt]"), /reviewers: got "octocatt"/);
    assert.deepEqual(held(state, "aws:s3/bucket:Bucket"), []);
  });
});
