// The reader of stack files, and the small one of delivery/: one table for both.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fullKey, readProject, readStackFile, stackNames } from "../../lib/stack-files";
import { UserError } from "../../lib/user-error";
import { PROJECT, READ, REFUSED } from "../support/stack-file-forms";
import { temporaryFolder } from "../support/temporary-folder";

type Reader = (folder: string, key: string) => unknown;

const READERS: Readonly<Record<string, Reader>> = {
  "lib/stack-files.ts": (folder, key) => readStackFile(readProject(folder), "prod").config[fullKey(key, PROJECT)],
};

for (const [name, read] of Object.entries(READERS)) {
  describe(`a stack's file, read by ${name}`, () => {
    const folder = temporaryFolder();

    function write(text: string | Buffer): void {
      writeFileSync(join(folder(), "Pulumi.yaml"), `name: ${PROJECT}\n`);
      writeFileSync(join(folder(), "Pulumi.prod.yaml"), text);
    }

    for (const { form, text, accounts, branch } of READ) {
      it(`may have ${form}`, () => {
        write(text);
        assert.deepEqual(
          ["aws:allowedAccountIds", "branch"].map((key) => read(folder(), key)),
          [accounts, branch],
        );
      });
    }

    for (const { form, text, line } of REFUSED) {
      it(`must not be, or have, ${form}`, () => {
        write(text);
        const start = line === undefined ? /^Pulumi\.prod\.yaml:/ : new RegExp(`^Pulumi\\.prod\\.yaml:${line}: `);
        assert.throws(
          () => (read(folder(), "aws:allowedAccountIds"), read(folder(), "branch")),
          (error: Error) => /^(UserError|DeliveryError)$/.test(error.name) && start.test(error.message),
        );
      });
    }

    it("must be a file", () => {
      write("");
      const path = join(folder(), "Pulumi.prod.yaml");
      for (const make of [
        () => {
          mkdirSync(path);
        },
        () => {
          symlinkSync("nowhere", path);
        },
        () => {
          symlinkSync(path, path);
        },
      ]) {
        rmSync(path, { recursive: true });
        make();
        assert.throws(() => read(folder(), "branch"), /^\w+Error: Pulumi\.prod\.yaml: /);
      }
    });
  });
}

describe("the stack files", () => {
  const folder = temporaryFolder();
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder(), file), text);
  };

  it("are listed whatever is in them, and read one by one", () => {
    write("Pulumi.yaml", `name: ${PROJECT}\nconfig:\n  branch:\n    default: main\n`);
    write("Pulumi.dev.yaml", "config: {}\n");
    write("Pulumi.bad.yaml", "[");
    mkdirSync(join(folder(), "Pulumi.folder.yaml"));
    assert.deepEqual(stackNames(folder()), ["bad", "dev", "folder"]);
    const project = readProject(folder());
    assert.deepEqual(readStackFile(project, "dev").config, { [`${PROJECT}:branch`]: "main" });
    assert.throws(() => readStackFile(project, "folder"), {
      name: "UserError",
      message: "Pulumi.folder.yaml: it is a folder; want a file",
    });
    assert.throws(() => readStackFile(project, "none"), {
      message: "there is no Pulumi.none.yaml; write one, or take a stack that has one: bad, dev, folder",
    });
  });

  for (const [what, text, message] of [
    ["is missing", undefined, "Pulumi.yaml: there is no such file"],
    ["is empty", "", "Pulumi.yaml:1: got no content; want a mapping"],
    ["has no name", "# why\nruntime: nodejs\n", "Pulumi.yaml:1: name: got no text; want the project's name"],
    ["has a number for a name", "name: 7\n", "Pulumi.yaml:1: name: got no text; want the project's name"],
    [
      "has a list for config",
      "name: x\nconfig: []\n",
      "Pulumi.yaml:1: config: got a list or a single value; want a mapping",
    ],
  ] as const) {
    it(`cannot be read where Pulumi.yaml ${what}`, () => {
      if (text !== undefined) write("Pulumi.yaml", text);
      assert.throws(() => readProject(folder()), new UserError(message));
    });
  }
});
