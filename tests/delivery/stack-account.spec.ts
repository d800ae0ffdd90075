import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { committedConfig, committedProject } from "../support/committed";
import { runDelivery } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";

describe("delivery/stack-account.ts", () => {
  const folder = temporaryFolder();

  async function read(config: string | undefined, stack = "prod", project = folder()) {
    const output = join(folder(), "output");
    writeFileSync(output, "");
    if (config !== undefined) writeFileSync(join(folder(), "Pulumi.prod.yaml"), config);
    const env = { STACK: stack, GITHUB_OUTPUT: output };
    const { code, stdout } = await runDelivery("stack-account.ts", { folder: project, env });
    return { code, stdout, output: readFileSync(output, "utf8") };
  }

  for (const stack of ["dev", "prod"]) {
    it(`reads the account of the committed stack ${stack}`, async () => {
      const accounts = committedConfig(stack)["aws:allowedAccountIds"] as string[];
      const { code, output } = await read(undefined, stack, committedProject().folder);
      assert.deepEqual([code, output], [0, `account=${accounts.join()}\n`]);
    });
  }

  const ONE = "111122223333";
  const forms: Readonly<Record<string, string>> = {
    '  aws:allowedAccountIds: ["111122223333", "444455556666"]': "111122223333,444455556666",
    "  aws:allowedAccountIds: [ '111122223333' ] # the only one, was 999988887777": ONE,
    "  aws:allowedAccountIds: [111122223333]": ONE,
    '  aws:allowedAccountIds: ["012345678901"]': "012345678901",
    '  "aws:allowedAccountIds": ["111122223333"]': ONE,
    "  aws:allowedAccountIds:\n    - 111122223333\n    - '444455556666' # was 999988887777":
      "111122223333,444455556666",
    '  aws:allowedAccountIds:\n  - "111122223333"\n  aws:profile: x': ONE,
    '  aws:allowedAccountIds: [\n    "111122223333",\n  ]': ONE,
    "  aws:allowedAccountIds: '[\"111122223333\"]'": ONE,
  };
  for (const [lines, account] of Object.entries(forms)) {
    it(`reads ${JSON.stringify(lines.trim())}, as YAML does`, async () => {
      const file = `# a comment\nconfig:\n\n  # another\n  aws:region: us-east-1\n${lines}\n  repository: acme/site\n`;
      assert.equal((await read(file)).output, `account=${account}\n`);
      assert.equal((await read(file.replaceAll("\n", "\r\n"))).output, `account=${account}\n`);
      assert.equal((await read(file.replaceAll(/^ +/gm, "$&$&"))).output, `account=${account}\n`, "four spaces");
      const { config } = parse(file) as { config: Record<string, unknown> };
      const list = config["aws:allowedAccountIds"];
      assert.equal(String(typeof list === "string" ? JSON.parse(list) : list), account);
    });
  }

  const wrong: readonly string[] = [
    "",
    "  # aws:allowedAccountIds: ['111122223333']",
    "  aws:allowedAccountIds: []",
    "  aws:allowedAccountIds:",
    "  aws:allowedAccountIds: 111122223333",
    "  aws:allowedAccountIds: [012345678901]",
    '  aws:allowedAccountIds: ["11112222333"]',
    '  aws:allowedAccountIds: ["111122223333", "1"]',
    "  aws:allowedAccountIds:\n    - 111122223333\n    - 1",
    "  aws:allowedAccountIds:\n    - 111122223333\n    # and\n    - *other",
    '  aws:allowedAccountIds: ["111122223333"]\n  aws:allowedAccountIds: ["444455556666"]',
    '  aws:allowedAccountIds: ["111122223333"]\n  "aws:allowedAccountIds": ["444455556666"]',
    '  other:\n    aws:allowedAccountIds: ["111122223333"]',
    '  aws:forbiddenAccountIds: ["111122223333"]',
  ];
  for (const line of wrong) {
    it(`refuses rather than guess: ${JSON.stringify(line)}`, async () => {
      const { code, stdout, output } = await read(`config:\n  aws:region: us-east-1\n${line}\n`);
      assert.deepEqual([code, output], [1, ""]);
      assert.match(stdout, /^::error::Pulumi\.prod\.yaml:(?:\d+:)? .*\n$/);
    });
  }

  it("refuses a stack without a file, and what is not a stack's name", async () => {
    assert.match(
      (await read(undefined)).stdout,
      /^::error::Pulumi\.prod\.yaml: cannot be read \(ENOENT.+; expected a committed file\n$/,
    );
    assert.match(
      (await read(undefined, "../prod")).stdout,
      /^::error::STACK: got "\.\.\/prod"; expected the name of a stack\n$/,
    );
  });
});
