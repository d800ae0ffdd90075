import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { editCloud, readCloud, seedCloud, type StoredResource } from "../../../offline/stand-in/cloud";
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
    for (const text of ["", "{", "null", "[]", "{}"]) {
      writeFileSync(file, text);
      assert.throws(() => readCloud(file), {
        message: new RegExp(`^the stand-in cloud's file ${file} is not what it`),
      });
    }
  });

  const resource = (id: string, value: string): StoredResource => ({
    type: "t",
    id,
    properties: { value, list: [] },
  });
  const withResources = (...resources: StoredResource[]): string => {
    const file = newCloudFile();
    seedCloud(file, world, () => resources);
    return file;
  };

  it("may be changed by anybody at any time", () => {
    const file = withResources(resource("1", "a"));
    assert.equal(readCloud(file).resources.length, 1);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace('"value": "a"', '"value": "in place"'));
    assert.equal(readCloud(file).resources[0]?.properties.value, "in place");
    writeFileSync(`${file}.other`, text.replace('"value": "a"', '"value": "b"'));
    renameSync(`${file}.other`, file);
    editCloud(file, ({ journal }) => journal.push({ operation: "create", type: "t", id: "1" }));
    assert.equal(readCloud(file).resources[0]?.properties.value, "b");
  });

  it("is not changed by changing what was read, nor the other way round", () => {
    const file = withResources(resource("1", "a"));
    const untouched = structuredClone(readCloud(file));
    const before = readCloud(file);
    Object.assign(before.resources[0] ?? {}, { id: "other" });
    Object.assign(before.world.github, { users: { nobody: 1 } });
    before.journal.push({ operation: "create", type: "t", id: "other" });
    assert.deepEqual(readCloud(file), untouched);
    const snapshot = readCloud(file);
    editCloud(file, ({ resources: [first] }) => Object.assign(first ?? {}, { id: "2" }));
    assert.equal(snapshot.resources[0]?.id, "1");
  });

  it("is not parsed again by who wrote it", () => {
    const file = withResources(resource("1", "a"));
    const { parse } = JSON;
    let parsed = 0;
    JSON.parse = (...args) => {
      parsed += 1;
      return parse(...args) as unknown;
    };
    try {
      for (let id = 0; id < 3; id += 1) editCloud(file, ({ resources }) => resources.push(resource(String(id), "b")));
      assert.equal(readCloud(file).resources.length, 4);
    } finally {
      JSON.parse = parse;
    }
    assert.equal(parsed, 0);
  });
});
