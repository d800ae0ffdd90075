import assert from "node:assert/strict";
import { callsIn, cloudOf, describeOnEngine, held, inSession, withBoth, withDev } from "../support/engine";

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

  it("outlives the stack that created it for the other one", async () => {
    const state = await withBoth();
    await inSession(state, {}, async (session) => {
      await session.on("dev").destroy();
      assert.deepEqual(Object.keys((await session.on("prod").refresh()).counts), ["same"]);
      assert.deepEqual(Object.keys((await session.on("prod").up()).counts), ["same"]);
    });
  });
});
