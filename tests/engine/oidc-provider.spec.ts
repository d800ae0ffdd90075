import assert from "node:assert/strict";
import { editCloud } from "../../offline/stand-in/cloud";
import { pathsIn } from "../../offline/state-folder";
import {
  callsIn,
  cloudOf,
  describeOnEngine,
  held,
  inSession,
  newState,
  withBoth,
  withDev,
  worldFile,
} from "../support/engine";

const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

describeOnEngine("the account's OIDC provider", () => {
  it("is not created again by a second stack, which is told to set existing, before anything is written", async () => {
    const state = await withDev();
    const before = cloudOf(state);
    await assert.rejects(
      inSession(state, { stack: "prod", config: ["oidcProvider=create"] }, (session) => session.on("prod").up()),
      { name: "UserError", message: /^up of prod failed: [^]*oidcProvider[^]*existing/ },
    );
    assert.deepEqual(cloudOf(state), before);
  });

  it("is all that is left of a destroyed stack, and the next up adopts it", async () => {
    const state = await withDev();
    await inSession(state, {}, async (session) => {
      const dev = session.on("dev");
      await dev.previewDestroy();
      await dev.destroy();
      assert.deepEqual(
        cloudOf(state).resources.map(({ type }) => type),
        [PROVIDER],
      );
      await dev.up();
      assert.deepEqual(Object.keys((await dev.up()).counts), ["same"]);
    });
    assert.equal(held(state, PROVIDER).length, 1);
    assert.equal(callsIn(state)[`create ${PROVIDER}`], 1);
    assert.equal(callsIn(state)[`delete ${PROVIDER}`], undefined);
  });

  it("keeps the audiences of others, when it is adopted and when one is added later", async () => {
    const state = newState();
    const url = "https://token.actions.githubusercontent.com";
    const tags = { "passwordless:owner": "passwordless-cicd/dev" };
    const clientIds = ["sts.amazonaws.com", "sigstore"];
    const world = worldFile((example) => ({
      ...example,
      aws: { ...example.aws, accountId: "111122223333", oidcProviders: [{ url, clientIds, tags }] },
    }));
    const up = () => inSession(state, { stack: "dev", world }, (session) => session.on("dev").up());
    await up();
    const audiences = () => held(state, PROVIDER)[0]?.properties.clientIdLists;
    assert.deepEqual(audiences(), clientIds);
    editCloud(pathsIn(state).cloud, ({ resources }) => {
      for (const resource of resources.filter(({ type }) => type === PROVIDER)) {
        resource.properties = { ...resource.properties, clientIdLists: [...clientIds, "third"] };
      }
    });
    assert.deepEqual(Object.keys((await up()).counts), ["same"], "no matter for an administrator");
    await inSession(state, { stack: "dev" }, (session) => session.on("dev").refresh());
    assert.deepEqual(Object.keys((await up()).counts), ["same"]);
    assert.deepEqual(audiences(), [...clientIds, "third"]);
  });

  it("outlives the stack that created it for the other one", async () => {
    const state = await withBoth();
    await inSession(state, {}, async (session) => {
      await session.on("dev").destroy();
      assert.deepEqual(Object.keys((await session.on("prod").refresh()).counts), ["same"]);
      assert.deepEqual(Object.keys((await session.on("prod").up()).counts), ["same"]);
    });
  });
});
