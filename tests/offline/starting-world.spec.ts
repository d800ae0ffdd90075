import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { worldOf } from "../../offline/default-world";
import type { StackFile } from "../../offline/stack-files";
import { readCloud, seedCloud } from "../../offline/stand-in/cloud";
import { startingWorld } from "../../offline/starting-world";
import { temporaryFolder } from "../support/temporary-folder";

describe("the world that a cloud starts from", () => {
  const folder = temporaryFolder();
  const cloud = (): string => join(folder(), "cloud.json");
  const file = (): string => join(folder(), "world.json");
  const stacks: StackFile[] = [{ stack: "dev", setting: (key) => (key === "repository" ? "acme/site" : undefined) }];
  const other = { aws: { oidcProviders: [] }, github: { repositories: {} } };

  it("is what the stack files name, or the world file", () => {
    assert.deepEqual(startingWorld(undefined, cloud(), stacks), worldOf(stacks));
    writeFileSync(file(), JSON.stringify(other));
    assert.deepEqual(startingWorld(file(), cloud(), stacks), other);
    assert.equal(existsSync(cloud()), false);
  });

  it("is added to a cloud that is there, but a world file is not, and the user is told", () => {
    seedCloud(cloud(), other, () => []);
    const before = readFileSync(cloud(), "utf8");
    const said: string[] = [];
    startingWorld("no such file", cloud(), stacks, (line) => said.push(line));
    assert.equal(readFileSync(cloud(), "utf8"), before);
    assert.deepEqual(said, [
      "no such file is not read: the state folder has a cloud already, which reset would delete.",
    ]);
    startingWorld(undefined, cloud(), stacks);
    assert.deepEqual(Object.keys(readCloud(cloud()).world.github.repositories), ["acme/site"]);
  });

  it("is an error where it cannot be read", () => {
    assert.throws(() => startingWorld(file(), cloud(), stacks), {
      name: "UserError",
      message: /cannot be used: ENOENT/,
    });
    writeFileSync(cloud(), "{");
    assert.throws(() => startingWorld(undefined, cloud(), stacks), {
      name: "UserError",
      message: /cloud\.json is not what it wrote: .*\nnpm run offline -- reset --state \/\S+ starts over\.$/,
    });
  });
});
