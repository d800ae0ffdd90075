// The reader of stack files, and the small one of delivery/: one table for both.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { asText } from "../../components/policy/json";
import { fullKey, readProject, readStackFile, stackNames } from "../../lib/stack-files";
import { UserError } from "../../lib/user-error";
import type * as Delivery from "../../delivery/lib/stack-file.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../support/delivery";
import { PROJECT, READ, REFUSED } from "../support/stack-file-forms";
import { temporaryFolder } from "../support/temporary-folder";

/** What a reader makes of a file: the values of both keys as text, or its error. */
type Answer = readonly unknown[] | { readonly error: string };

const KEYS = ["aws:allowedAccountIds", "branch"];

/** Reads the file of the stack prod in a folder, and takes one setting of it after the other. */
type Reader = (folder: string) => (key: string) => unknown;

const READERS: Readonly<Record<string, () => Promise<Reader>>> = {
  "lib/stack-files.ts": () =>
    Promise.resolve((folder) => {
      const { config } = readStackFile(readProject(folder), "prod");
      return (key) => config[fullKey(key, PROJECT)];
    }),
  "delivery/lib/stack-file.ts": async () => {
    const delivery = await deliveryModule<typeof Delivery>("lib/stack-file.ts");
    return (folder) => delivery.readStackFile(join(folder, "Pulumi.prod.yaml")).value;
  },
};

function answerOf(read: Reader, folder: string): Answer {
  try {
    return KEYS.map(read(folder)).map(inText);
  } catch (error) {
    if (!(error instanceof Error && ["UserError", "DeliveryError"].includes(error.name))) throw error;
    return { error: error.message };
  }
}

/** A value with its numbers and truths as text, as the scripts of delivery/ have them. */
function inText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inText);
  return value === undefined ? null : asText(value);
}

const NO_FILE: readonly (readonly [form: string, make: (path: string) => void])[] = [
  ["a folder", mkdirSync],
  [
    "a link to nothing",
    (path) => {
      symlinkSync("nowhere", path);
    },
  ],
  [
    "a link to itself",
    (path) => {
      symlinkSync(path, path);
    },
  ],
];

for (const [name, load] of Object.entries(READERS)) {
  describe(`a stack's file, read by ${name}`, () => {
    const root = mkdtempSync(join(tmpdir(), "passwordless-forms-"));
    const files = [...READ, ...REFUSED, ...NO_FILE.map(([form, make]) => ({ form, make }))];
    let answers: readonly Answer[] = [];
    const answerTo = (form: string): Answer => answers[files.findIndex((file) => file.form === form)] ?? { error: "" };

    before(async () => {
      const read = await load();
      answers = files.map((file, index) => {
        const folder = join(root, String(index));
        const path = join(folder, "Pulumi.prod.yaml");
        mkdirSync(folder);
        writeFileSync(join(folder, "Pulumi.yaml"), `name: ${PROJECT}\n`);
        if ("make" in file) file.make(path);
        else writeFileSync(path, file.text);
        return answerOf(read, folder);
      });
    });

    after(() => {
      rmSync(root, { recursive: true });
    });

    for (const { form, accounts = null, branch = null } of READ) {
      it(`may have ${form}`, () => {
        assert.deepEqual(answerTo(form), [accounts, branch]);
      });
    }

    for (const { form, line } of [...REFUSED, ...NO_FILE.map(([form]) => ({ form, line: undefined }))]) {
      it(`must not be, or have, ${form}`, () => {
        const answer = answerTo(form);
        assert.ok("error" in answer, JSON.stringify(answer));
        assert.match(answer.error, new RegExp(`^Pulumi\\.prod\\.yaml:${line === undefined ? "" : `${line}: `}`));
      });
    }
  });
}

describe("the stack files", () => {
  const folder = temporaryFolder();
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder(), file), text);
  };

  it("name a key that is there twice", () => {
    write("Pulumi.yaml", `name: ${PROJECT}\n`);
    write("Pulumi.dev.yaml", `config:\n  ${PROJECT}:branch: a\n  ${PROJECT}:branch: b\n`);
    assert.throws(() => readStackFile(readProject(folder()), "dev"), {
      message: `Pulumi.dev.yaml:3: got ${PROJECT}:branch a second time; expected it once`,
    });
  });

  it("have what Pulumi.yaml declares, as the engine has it", () => {
    const declared = [
      "branch: { default: a }",
      "after: { value: b }",
      `${PROJECT}:before: { default: c }`,
      "routing: d",
    ];
    const others = ["aws:region: e", "aws:allowedAccountIds: { value: [f] }", "headers: { type: object }"];
    write("Pulumi.yaml", `name: ${PROJECT}\nconfig:\n  ${[...declared, ...others].join("\n  ")}\n`);
    write("Pulumi.dev.yaml", "config: {}\n");
    assert.deepEqual(readStackFile(readProject(folder()), "dev").config, {
      [`${PROJECT}:branch`]: "a",
      [`${PROJECT}:after`]: "b",
      [`${PROJECT}:before`]: "c",
      [`${PROJECT}:routing`]: "d",
      "aws:region": "e",
      "aws:allowedAccountIds": ["f"],
    });
  });

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
      message: "Pulumi.folder.yaml: it is a folder; expected a file",
    });
    assert.throws(() => readStackFile(project, "none"), {
      message: "there is no Pulumi.none.yaml; write one, or choose a stack that has one: bad, dev, folder",
    });
  });

  for (const [what, text, message] of [
    ["is missing", undefined, "Pulumi.yaml: there is no such file"],
    ["is empty", "", "Pulumi.yaml:1: got no content; expected a mapping"],
    ["has no name", "# why\nruntime: nodejs\n", "Pulumi.yaml:1: name: got no text; expected the project's name"],
    ["has a number for a name", "name: 7\n", "Pulumi.yaml:1: name: got no text; expected the project's name"],
    [
      "has a list for config",
      "name: x\nconfig: []\n",
      "Pulumi.yaml:1: config: got a list or a single value; expected a mapping",
    ],
  ] as const) {
    it(`cannot be read where Pulumi.yaml ${what}`, () => {
      if (text !== undefined) write("Pulumi.yaml", text);
      assert.throws(() => readProject(folder()), new UserError(message));
    });
  }
});
