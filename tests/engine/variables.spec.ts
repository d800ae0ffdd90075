import assert from "node:assert/strict";
import { variableNames } from "../../components/policy/outputs";
import { ROLE_NAMES } from "../../components/policy/roles";
import { type Cloud, editCloud } from "../../offline/stand-in/cloud";
import { pathsIn } from "../../offline/state-folder";
import { callsIn, describeOnEngine, editState, held, inSession, newState, withDev, worldFile } from "../support/engine";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";

/** Gives the repository another name: GitHub's API redirects from the old one, and its tokens have the new one. */
function rename({ world: { github } }: Cloud): void {
  const site = github.repositories["acme/site"];
  assert.ok(site !== undefined && "id" in site);
  const web = { ...site, oidc: { ...site.oidc, sub_claim_prefix: "repo:acme@1111/web@2222" } };
  Object.assign(github.repositories, { "acme/web": web, "acme/site": { movedTo: "acme/web" } });
}

describeOnEngine("a repository variable that exists already", () => {
  it("is an error that names it and adoptVariables, which heals it", async () => {
    const state = newState();
    const world = worldFile((example) => {
      const site = example.github.repositories["acme/site"];
      assert.ok(site && "id" in site);
      const repositories = { "acme/site": { ...site, variables: { DEV_BRANCH: "by hand", OTHER: "stays" } } };
      return { ...example, github: { ...example.github, repositories } };
    });
    const up = (config: string[] = []) =>
      inSession(state, { stack: "dev", world, config }, (session) => session.on("dev").up());

    await assert.rejects(up(), { name: "UserError", message: /DEV_BRANCH already[^]*adoptVariables/ });
    const adopt = ["adoptVariables=[DEV_BRANCH]"];
    await up(adopt);
    const values = new Map(held(state, VARIABLE).map(({ properties }) => [properties.variableName, properties.value]));
    assert.equal(values.get("DEV_BRANCH"), "main");
    assert.equal(values.get("OTHER"), "stays");
    const again = await up(adopt);
    assert.deepEqual(Object.keys(again.counts), ["same"]);
    assert.ok([...again.warnings].some((text) => text.includes("DEV_BRANCH of it is this stack's; delete the key")));
    assert.deepEqual(Object.keys((await up()).counts), ["same"]);
  });

  it("and was adopted is not deleted when the repository is renamed, whether or not the key is still there", async () => {
    const adopt = `adoptVariables=[${variableNames("dev", ROLE_NAMES).join(", ")}]`;
    const until = new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    const also = `alsoTrust={subjectPrefix: "repo:acme@1111/site@2222", until: "${until}"}`;
    for (const before of [[adopt], []]) {
      const state = await withDev();
      const calls = () => callsIn(state)[`delete ${VARIABLE}`] ?? 0;
      if (before.length > 0) {
        editState(state, (resources) => resources.filter(({ type }) => type !== VARIABLE));
        await inSession(state, { stack: "dev", config: before }, (session) => session.on("dev").up());
      }
      editCloud(pathsIn(state).cloud, rename);
      // For a while both names, as the page on renames says.
      const config = [adopt, also, "repository=acme/web"];
      const { changed } = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
      assert.equal(calls(), 0, "no variable is deleted");
      const names = held(state, VARIABLE).map(({ properties }) => properties.variableName);
      assert.deepEqual(names.sort(), variableNames("dev", ROLE_NAMES).sort());
      assert.deepEqual([...new Set(changed.map(({ operation }) => operation))], ["update"]);
      const after = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
      assert.deepEqual(Object.keys(after.counts), ["same"]);
    }
  });

  it("that GitHub refuses for another reason is not taken for one, at create and at update", async () => {
    const state = await withDev();
    const refusal = "403 Resource not accessible by personal access token []";
    const refused = (operation: "create" | "update") => {
      editCloud(pathsIn(state).cloud, ({ faults }) => {
        const message = `1 error occurred:\n\t* POST https://api.github.com/repos/acme/store-4096/x: ${refusal}\n\n`;
        faults.push({ type: VARIABLE, operation, message, times: 99 });
      });
      return (error: Error) => {
        assert.match(
          error.message,
          /GitHub refuses the change: .*403 Resource not accessible.*Variables: read and write/,
        );
        assert.doesNotMatch(error.message, /adoptVariables/);
        return true;
      };
    };
    const up = (config: string[]) => inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
    await assert.rejects(up(["sessionMinutes=60"]), refused("update"));
    await assert.rejects(up(["environment=test", "sessionMinutes=60"]), refused("create"));
  });
});
