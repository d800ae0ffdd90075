import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deleteStateFolder, openStateFolder } from "../../offline/state-folder";
import { temporaryFolder } from "../support/temporary-folder";

/** A process that runs for as long as this one does. */
const livingProcess = process.ppid;
const deadProcess = 2 ** 22 + 1;

describe("the state folder", () => {
  const folder = temporaryFolder();
  const state = (): string => join(folder(), "state");

  it("is made where it is missing, and used again", () => {
    const first = openStateFolder(state());
    writeFileSync(first.cloud, "{}");
    first.release();
    const second = openStateFolder(state());
    assert.equal(existsSync(second.cloud), true);
    second.release();
  });

  it("may be an empty folder, but not one with other files", () => {
    mkdirSync(state());
    openStateFolder(state()).release();
    writeFileSync(join(folder(), "thesis.txt"), "");
    const refused = { name: "UserError", message: /holds files of somebody else: choose a new or empty folder/ };
    assert.throws(() => openStateFolder(folder()), refused);
    assert.throws(() => {
      deleteStateFolder(folder());
    }, refused);
    assert.equal(existsSync(join(folder(), "thesis.txt")), true);
  });

  it("is deleted with all that is in it", () => {
    openStateFolder(state()).release();
    deleteStateFolder(state());
    assert.equal(existsSync(state()), false);
    deleteStateFolder(state());
  });

  it("belongs to one run at a time", () => {
    openStateFolder(state());
    writeFileSync(join(state(), "in-use"), String(livingProcess));
    const refused = { name: "UserError", message: new RegExp(`in use by another run \\(process ${livingProcess}\\)`) };
    assert.throws(() => openStateFolder(state()), refused);
    assert.throws(() => {
      deleteStateFolder(state());
    }, refused);
    assert.equal(existsSync(state()), true);
  });

  for (const left of [String(deadProcess), ""]) {
    it(`is taken over from a run that is gone (${left === "" ? "killed before it wrote its number" : "killed"})`, () => {
      openStateFolder(state());
      writeFileSync(join(state(), "in-use"), left);
      openStateFolder(state()).release();
      assert.equal(existsSync(join(state(), "in-use")), false);
    });
  }

  it("loses the locks that a killed engine has left in it, and no other", () => {
    const { backend, release } = openStateFolder(state());
    release();
    const locks = join(backend, ".pulumi/locks/organization/some-project/dev");
    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, "dead.json"), JSON.stringify({ pid: deadProcess }));
    writeFileSync(join(locks, "living.json"), JSON.stringify({ pid: livingProcess }));
    openStateFolder(state()).release();
    assert.deepEqual(readdirSync(locks), ["living.json"]);
  });

  it("has to be a folder that can be written", () => {
    writeFileSync(join(folder(), "file"), "");
    assert.throws(() => openStateFolder(join(folder(), "file/state")), {
      name: "UserError",
      message: /^no state can be kept in .*file\/state: ENOTDIR/,
    });
  });
});
