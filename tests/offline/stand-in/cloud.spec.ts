import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { editCloud, readCloud, seedCloud } from "../../../offline/stand-in/cloud";
import { newCloudFile, world } from "./harness";

describe("the cloud's file", () => {
  it("is made from the world once", () => {
    const file = newCloudFile();
    seedCloud(file, world, () => []);
    assert.deepEqual(readCloud(file), { world, resources: [], faults: [], journal: [] });
    editCloud(file, ({ journal }) => journal.push({ operation: "create", type: "t", id: "1" }));
    seedCloud(file, { ...world, github: { repositories: {} } }, () => []);
    assert.equal(readCloud(file).journal.length, 1);
    assert.deepEqual(readCloud(file).world, world);
  });

  it("stays as it was when an edit throws", () => {
    const file = newCloudFile();
    seedCloud(file, world, () => []);
    const before = readFileSync(file, "utf8");
    assert.throws(() =>
      editCloud(file, (cloud) => {
        cloud.journal.push({ operation: "create", type: "t", id: "1" });
        throw new Error("refused");
      }),
    );
    assert.equal(readFileSync(file, "utf8"), before);
  });

  it("is named in the error where somebody has broken it", () => {
    const file = newCloudFile();
    writeFileSync(file, "{");
    assert.throws(() => readCloud(file), { message: new RegExp(`^the stand-in cloud's file ${file} is not JSON`) });
  });
});
