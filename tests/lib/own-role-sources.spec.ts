import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readCommittedFile } from "../../lib/own-role-sources";
import { temporaryFolder } from "../support/temporary-folder";

describe("a committed file", () => {
  const folder = temporaryFolder();

  function lay(content: string | Buffer = "{}"): void {
    mkdirSync(join(folder(), "policies"), { recursive: true });
    writeFileSync(join(folder(), "policies/api.json"), content);
  }
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: folder(), stdio: "pipe" });
  const read = (path = "policies/api.json") => readCommittedFile(folder(), path);

  it("is read where it is known to git, and where there is no git", () => {
    lay();
    assert.deepEqual(read(), { text: "{}" });
    git("init", "--quiet");
    assert.deepEqual(read(), { problem: "is not known to git; git add it" });
    git("add", "--force", "policies/api.json");
    assert.deepEqual(read(), { text: "{}" });
  });

  it("is no link, and lies in no folder that is one", () => {
    mkdirSync(join(folder(), "elsewhere"));
    writeFileSync(join(folder(), "elsewhere/api.json"), "{}");
    mkdirSync(join(folder(), "policies"));
    symlinkSync("../elsewhere/api.json", join(folder(), "policies/api.json"));
    assert.deepEqual(read(), { problem: "is not a regular file" });
    symlinkSync("elsewhere", join(folder(), "linked"));
    assert.deepEqual(read("linked/api.json"), { problem: "lies in linked, which is not a folder" });
  });

  it("is there, and is text", () => {
    assert.deepEqual(read(), { problem: "is not there" });
    lay(Buffer.from([0x7b, 0xff, 0x7d]));
    assert.deepEqual(read(), { problem: "is not UTF-8 text" });
    mkdirSync(join(folder(), "policies/folder.json"));
    assert.deepEqual(read("policies/folder.json"), { problem: "is not a regular file" });
  });
});
