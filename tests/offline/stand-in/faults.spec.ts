import assert from "node:assert/strict";
import { meetFault } from "../../../offline/stand-in/faults";
import type { Fault } from "../../../offline/stand-in/cloud";
import { testCloud, tokens } from "./harness";

const never = new AbortController().signal;
const fault: Fault = { type: tokens.bucket, operation: "create", message: "broken", times: 1 };

function cloudWith(...faults: Fault[]) {
  const cloud = testCloud();
  cloud.edit((edited) => {
    edited.faults = faults;
  });
  return cloud;
}

describe("a fault", () => {
  it("makes as many calls fail as it says, before they take effect", async () => {
    const { aws, read } = cloudWith({ ...fault, times: 2 });
    const create = () => aws.create(tokens.bucket, { bucket: "site" });
    await assert.rejects(create(), { message: "broken" });
    await assert.rejects(create(), { message: "broken" });
    assert.deepEqual(read().journal, []);
    await create();
    assert.equal(read().faults[0]?.times, 0);
  });

  it("leaves other operations and types, and previews, alone", async () => {
    const { aws, read } = cloudWith({ ...fault, operation: "update" }, { ...fault, type: tokens.role });
    await aws.create(tokens.bucket, { bucket: "site" });
    assert.deepEqual(
      read().faults.map(({ times }) => times),
      [1, 1],
    );
    cloudWith(fault).aws.previewCreate(tokens.bucket, { bucket: "site" });
  });

  it("only delays a call where it has no message", async () => {
    const { aws } = cloudWith({ ...fault, message: "", delaySeconds: 0.03 });
    const start = performance.now();
    await aws.create(tokens.bucket, { bucket: "site" });
    assert.ok(performance.now() - start >= 25);
  });

  it("waits no longer once the provider is cancelled", async () => {
    const { file } = cloudWith({ ...fault, delaySeconds: 60 });
    const controller = new AbortController();
    const met = meetFault(file, tokens.bucket, "create", controller.signal);
    controller.abort();
    await assert.rejects(met, { message: "context canceled" });
  });

  it("takes the first that matches", async () => {
    const { file, read } = cloudWith(fault, { ...fault, message: "second" });
    await assert.rejects(meetFault(file, tokens.bucket, "create", never), { message: "broken" });
    await assert.rejects(meetFault(file, tokens.bucket, "create", never), { message: "second" });
    await meetFault(file, tokens.bucket, "create", never);
    assert.deepEqual(
      read().faults.map(({ times }) => times),
      [0, 0],
    );
  });
});
