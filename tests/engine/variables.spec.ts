import assert from "node:assert/strict";
import { describeOnEngine, held, inSession, newState, worldFile } from "../support/engine";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";

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
    assert.deepEqual(Object.keys((await up(adopt)).counts), ["same"]);
    assert.deepEqual(Object.keys((await up()).counts), ["same"]);
  });
});
