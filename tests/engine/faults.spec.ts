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

const BUCKET = "aws:s3/bucket:Bucket";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const VARIABLE = "github:index/actionsVariable:ActionsVariable";

describeOnEngine("a fault in the middle of an up", () => {
  it("is named, and the next up completes with nothing created twice", async () => {
    const state = await withDev();
    editCloud(pathsIn(state).cloud, ({ faults }) => {
      faults.push({ type: DISTRIBUTION, operation: "create", message: "ServiceUnavailable: try again", times: 1 });
    });
    const up = () => inSession(state, {}, (session) => session.on("prod").up());

    await assert.rejects(up(), (error: Error) => {
      assert.match(error.message, /^up of prod failed: aws:cloudfront\/distribution:Distribution site: /);
      assert.equal(error.message.split("ServiceUnavailable: try again").length, 2, "the reason stands there once");
      return true;
    });
    await up();
    assert.deepEqual(callsIn(state), callsIn(await withBoth()));
    assert.deepEqual(Object.keys((await up()).counts), ["same"]);
  });
});

describeOnEngine("a rate limit that is used up", () => {
  it("ends the up before anything is made, with the time from which on GitHub answers again", async () => {
    const state = newState();
    const rate = { limit: 5000, remaining: 0, reset: Date.UTC(2027, 0, 15, 8) / 1000 };
    const answers = { rate_limit: { code: 200, body: JSON.stringify({ rate }) } };
    const world = worldFile((example) => ({ ...example, github: { ...example.github, answers } }));
    await assert.rejects(
      inSession(state, { stack: "dev", world }, (session) => session.on("dev").up()),
      /5000 requests an hour is used up; wait until 2027-01-15T08:00/,
    );
    assert.deepEqual(cloudOf(state).resources, []);
  });
});

describeOnEngine("drift", () => {
  it("is seen by refresh, and up puts it back", async () => {
    const state = await withDev();
    editCloud(pathsIn(state).cloud, (cloud) => {
      const branch = cloud.resources.find(({ properties }) => properties.variableName === "DEV_BRANCH");
      assert.ok(branch);
      branch.properties = { ...branch.properties, value: "changed-by-hand" };
      cloud.resources = cloud.resources.filter(({ properties }) => properties.variableName !== "DEV_SITE_URL");
    });
    await inSession(state, {}, async (session) => {
      const { changed } = await session.on("dev").refresh();
      assert.deepEqual(changed, [
        { operation: "update", resource: `${VARIABLE} branch` },
        { operation: "delete", resource: `${VARIABLE} siteUrl` },
      ]);
      const up = await session.on("dev").up();
      assert.deepEqual([...up.changed].sort(), [
        { operation: "update", resource: `${VARIABLE} branch` },
        { operation: "create", resource: `${VARIABLE} siteUrl` },
      ]);
    });
    const branch = held(state, VARIABLE).find(({ properties }) => properties.variableName === "DEV_BRANCH");
    assert.equal(branch?.properties.value, "main");
  });
});

describeOnEngine("a protected stack", () => {
  it("refuses destroy with nothing deleted, and says how to go on, which works", async () => {
    const state = await withBoth();
    const calls = callsIn(state);
    await assert.rejects(
      inSession(state, {}, (session) => session.on("prod").previewDestroy()),
      {
        name: "UserError",
        message: /^prod is protected: nothing was deleted\.\n[^]*protect: false[^]*Pulumi\.prod\.yaml/,
      },
    );
    assert.deepEqual(callsIn(state), calls);
    await inSession(state, { stack: "prod", config: ["protect=false"] }, async (session) => {
      await session.on("prod").up();
      await session.on("prod").previewDestroy();
      await session.on("prod").destroy();
    });
    assert.equal(held(state, BUCKET).length, 1, "dev's is left");
  });
});
