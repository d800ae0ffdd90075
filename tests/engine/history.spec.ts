import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

import { decide } from "../../commands/plan/decision";
import { REASONS } from "../../commands/plan/administrator";
import { stepsOf } from "../../commands/plan/digest";
import { pathsIn } from "../../offline/state-folder";
import { cloudOf, describeOnEngine, editState, held, inSession, newState, withDev } from "../support/engine";

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const HISTORY: readonly string[] = [VERSIONING, LIFECYCLE];

/** What an up of dev with these settings changes, in the engine's words. */
async function up(state: string, config: readonly string[] = []): Promise<string[]> {
  const { changed } = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
  return changed.map(({ operation, resource }) => `${operation} ${resource}`).sort();
}

/** What the workflow would leave to an administrator, and why. */
async function reserved(state: string, config: readonly string[] = []): Promise<string[]> {
  const preview = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").previewAsJson());
  return decide(stepsOf(preview)).reserved.map(({ op, type, why }) => `${op} ${type}: ${why}`);
}

/** For how many days the bucket keeps what is no longer current. */
function daysKept(state: string): unknown {
  const [lifecycle] = held(state, LIFECYCLE);
  return (lifecycle?.properties.rules as { noncurrentVersionExpiration: { noncurrentDays: number } }[])[0]
    ?.noncurrentVersionExpiration.noncurrentDays;
}

/** Makes dev a stack from before its bucket had a history. */
function takeBack(state: string): void {
  const isOf = (urn: string): boolean => /:(?:BucketVersioning|BucketLifecycleConfiguration)::/.test(urn);
  editState(state, (resources) =>
    resources
      .filter(({ type }) => !HISTORY.includes(type))
      .map((resource) => {
        const { dependencies = [] } = resource as { dependencies?: string[] };
        return { ...resource, dependencies: dependencies.filter((urn) => !isOf(urn)) };
      }),
  );
  const cloud = cloudOf(state);
  cloud.resources = cloud.resources.filter(({ type }) => !HISTORY.includes(type));
  writeFileSync(pathsIn(state).cloud, JSON.stringify(cloud));
}

/** Puts a page, and an earlier version of another, into dev's bucket. */
function publish(state: string): void {
  const cloud = cloudOf(state);
  for (const one of cloud.resources) {
    if (one.type === BUCKET) Object.assign(one, { objects: ["index.html"], versions: ["old.html"] });
  }
  writeFileSync(pathsIn(state).cloud, JSON.stringify(cloud));
}

describeOnEngine("the history of the site's bucket", () => {
  it("is kept for 90 days, and for as long as restoreDays says, by one change that is an administrator's", async () => {
    const state = await withDev();
    const [bucket] = held(state, BUCKET);
    assert.equal(daysKept(state), 90);
    const longer = ["restoreDays=3650"];
    assert.deepEqual(await reserved(state, longer), [`update ${LIFECYCLE}: ${REASONS.history.why}`]);
    assert.deepEqual(await up(state, longer), [`update ${LIFECYCLE} site`]);
    assert.equal(daysKept(state), 3650);
    assert.deepEqual(await up(state, longer), []);
    assert.equal(held(state, BUCKET)[0]?.id, bucket?.id);
  });

  it("comes to a stack that was up before there was one, by an administrator's up, with its bucket and files", async () => {
    const state = await withDev();
    takeBack(state);
    publish(state);
    const [before] = held(state, BUCKET);
    const expected = HISTORY.map((type) => `create ${type}: ${REASONS.history.why}`);
    assert.deepEqual((await reserved(state)).sort(), expected.sort());
    assert.deepEqual(await up(state), HISTORY.map((type) => `create ${type} site`).sort());
    assert.deepEqual(held(state, BUCKET), [before]);
    assert.deepEqual(await up(state), []);
  });

  it("that somebody switched off is put back by an up with a refresh", async () => {
    const state = await withDev();
    const cloud = cloudOf(state);
    for (const one of cloud.resources) {
      if (one.type === VERSIONING)
        one.properties = { ...one.properties, versioningConfiguration: { status: "Suspended" } };
    }
    cloud.resources = cloud.resources.filter(({ type }) => type !== LIFECYCLE);
    writeFileSync(pathsIn(state).cloud, JSON.stringify(cloud));
    await inSession(state, { stack: "dev" }, (session) => session.on("dev").refresh());
    assert.deepEqual(await up(state), [`create ${LIFECYCLE} site`, `update ${VERSIONING} site`]);
    assert.deepEqual(held(state, VERSIONING)[0]?.properties.versioningConfiguration, { status: "Enabled" });
  });

  it("goes with a bucket that is not protected, versions and all, and keeps one that is", async () => {
    const state = await withDev();
    publish(state);
    await up(state, ["protect=true"]);
    const refusal = inSession(state, { stack: "dev", config: ["protect=true"] }, (session) =>
      session.on("dev").previewDestroy(),
    );
    await assert.rejects(refusal, /protect/);
    assert.equal(held(state, BUCKET).length + held(state, VERSIONING).length + held(state, LIFECYCLE).length, 3);
    await up(state, ["protect=false"]);
    await inSession(state, { stack: "dev", config: ["protect=false"] }, (session) => session.on("dev").destroy());
    for (const type of [BUCKET, ...HISTORY]) assert.deepEqual(held(state, type), []);
  });

  it("for too short or too long a time is refused before anything is made", async () => {
    for (const days of [6, 3651]) {
      const state = newState();
      await assert.rejects(
        up(state, [`restoreDays=${days}`]),
        /restoreDays: got ".*"; expected a whole number of days/,
      );
      assert.deepEqual(cloudOf(state).journal, []);
    }
  });
});
