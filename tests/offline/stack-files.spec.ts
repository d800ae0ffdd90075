import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Setting } from "../../offline/arguments";
import { copyStackFiles } from "../../offline/stack-files";
import { temporaryFolder } from "../support/temporary-folder";

describe("the copy of the stack files", () => {
  const folder = temporaryFolder();
  const from = (): string => join(folder(), "from");
  const to = (): string => join(folder(), "to");
  const write = (file: string, text: string): void => {
    writeFileSync(join(from(), file), text);
  };
  const copy = (settings: readonly Setting[] = [], only?: string) => copyStackFiles(from(), to(), settings, only);
  const copied = (file: string): unknown => parse(readFileSync(join(to(), file), "utf8"));

  beforeEach(() => {
    mkdirSync(from());
    mkdirSync(to());
    write("Pulumi.yaml", "name: some-project\nruntime: nodejs\n");
    write("Pulumi.dev.yaml", "config:\n  # why\n  oidcProvider: existing\n  repository: acme/site\n");
    write("Pulumi.prod.yaml", "config:\n  oidcProvider: create\n  some-project:branch: live\n");
  });

  it("names the project, and its stacks with the provider's creator first", () => {
    const { name, stacks } = copy();
    assert.equal(name, "some-project");
    assert.deepEqual(
      stacks.map((file) => file.stack),
      ["prod", "dev"],
    );
  });

  it("has the other stacks in the order of promotion, however they say it", () => {
    const write = (stack: string, order: string): void => {
      writeFileSync(
        join(from(), `Pulumi.${stack}.yaml`),
        `config:\n  oidcProvider: existing\n  repository: acme/site\n  ${order}\n`,
      );
    };
    const order = () => copy().stacks.map((file) => file.stack);
    write("canary", "after: dev");
    write("qa", "before: canary");
    assert.deepEqual(order(), ["prod", "dev", "qa", "canary"]);
    write("dev", "after: canary");
    assert.deepEqual([...order()].sort(), ["canary", "dev", "prod", "qa"]);
  });

  it("is the same text where nothing is changed, comments included", () => {
    copy();
    assert.equal(
      readFileSync(join(to(), "Pulumi.dev.yaml"), "utf8"),
      readFileSync(join(from(), "Pulumi.dev.yaml"), "utf8"),
    );
    assert.equal(readFileSync(join(to(), "Pulumi.yaml"), "utf8"), readFileSync(join(from(), "Pulumi.yaml"), "utf8"));
  });

  it("has the changed settings in the one stack that they are for", () => {
    copy([{ key: "adoptVariables", value: ["A"] }], "dev");
    assert.deepEqual(copied("Pulumi.dev.yaml"), {
      config: { oidcProvider: "existing", repository: "acme/site", adoptVariables: ["A"] },
    });
    assert.deepEqual(copied("Pulumi.prod.yaml"), {
      config: { oidcProvider: "create", "some-project:branch": "live" },
    });
  });

  it("has them in all stacks where none is named, and in the order that they lead to", () => {
    const { stacks } = copy([{ key: "oidcProvider", value: "existing" }]);
    assert.deepEqual(
      stacks.map((file) => [file.stack, file.setting("oidcProvider")]),
      [
        ["dev", "existing"],
        ["prod", "existing"],
      ],
    );
  });

  it("takes a key with and without the project's name for the same", () => {
    const { stacks } = copy([{ key: "branch", value: "main" }], "prod");
    assert.deepEqual(copied("Pulumi.prod.yaml"), { config: { oidcProvider: "create", "some-project:branch": "main" } });
    assert.equal(stacks[0]?.setting("branch"), "main");
  });

  it("leaves the original as it is, keeps the engine's salt of an earlier run and no other secrets provider", () => {
    write(
      "Pulumi.dev.yaml",
      "secretsprovider: awskms://alias/x\nencryptedkey: k\nencryptionsalt: theirs\nconfig: {}\n",
    );
    copy();
    assert.deepEqual(copied("Pulumi.dev.yaml"), { config: {} });
    writeFileSync(join(to(), "Pulumi.dev.yaml"), "encryptionsalt: ours\n");
    copy();
    assert.deepEqual(copied("Pulumi.dev.yaml"), { config: {}, encryptionsalt: "ours" });
    assert.match(readFileSync(join(from(), "Pulumi.dev.yaml"), "utf8"), /theirs/);
  });

  it("refuses a stack that has no file, naming those that have one", () => {
    assert.throws(() => copy([], "staging"), {
      name: "UserError",
      message: "there is no Pulumi.staging.yaml; write one, or choose a stack that has one: dev, prod",
    });
  });

  it("refuses a file that is no YAML, by its name", () => {
    write("Pulumi.dev.yaml", "config: [");
    assert.throws(() => copy(), { name: "UserError", message: /^Pulumi\.dev\.yaml:1: it is not YAML: / });
  });
});
