import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { settingText } from "../../commands/setting/text";
import { EXAMPLE } from "../support/example/project";
import { temporaryFolder } from "../support/temporary-folder";

const KMS_KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("a setting for a workflow", () => {
  const folder = temporaryFolder();

  /** The setting, where prod's file has these lines, too. */
  function setting(key: string, lines = "", stack = "prod"): string {
    copyFileSync(join(EXAMPLE, "Pulumi.yaml"), join(folder(), "Pulumi.yaml"));
    const prod = readFileSync(join(EXAMPLE, "Pulumi.prod.yaml"), "utf8");
    writeFileSync(join(folder(), "Pulumi.prod.yaml"), prod + lines);
    return settingText(folder(), stack, key);
  }

  for (const [what, lines] of [
    ["as a block", `  githubApp:\n    appId: 7\n    installationId: 8\n    kmsKeyArn: ${KMS_KEY_ARN}\n`],
    ["in one line", `  githubApp: { appId: 7, installationId: "8", kmsKeyArn: "${KMS_KEY_ARN}" } # the App\n`],
    [
      "with the project's name",
      `  passwordless-cicd:githubApp: {appId: 7, installationId: 8, kmsKeyArn: ${KMS_KEY_ARN}}\n`,
    ],
  ] as const) {
    it(`is, for an object ${what}, a line for each output of the step`, () => {
      assert.equal(setting("githubApp", lines), `appId=7\ninstallationId=8\nkmsKeyArn=${KMS_KEY_ARN}\n`);
    });
  }

  it("is nothing where the object is empty", () => {
    assert.equal(setting("githubApp"), "");
  });

  it("is the text itself, the file's before the default, and the stack's name for an empty environment", () => {
    assert.deepEqual(
      [setting("branch"), setting("branch", "  branch: release\n"), setting("environment"), setting("protect")],
      ["main\n", "release\n", "prod\n", "true\n"],
    );
  });

  for (const [what, key, lines, says, stack] of [
    [
      "a value of another form",
      "githubApp",
      "  githubApp: { appId: 7 }\n",
      /^Pulumi\.prod\.yaml: githubApp: got .+expected \{ appId/,
    ],
    [
      "a line break in a value",
      "githubApp",
      `  githubApp: { appId: "7\\nx=1", installationId: 8, kmsKeyArn: "${KMS_KEY_ARN}" }\n`,
      /^Pulumi\.prod\.yaml: githubApp/,
    ],
    ["a file that is no YAML", "branch", "{", /^Pulumi\.prod\.yaml:6: it is not YAML: /],
    ["a stack without a file", "branch", "", /^there is no Pulumi\.pro\.yaml/, "pro"],
    ["a key that is none", "brnch", "", /^"brnch" is not a setting; expected one of repository/],
  ] as const) {
    it(`is an error for ${what}`, () => {
      assert.throws(
        () => setting(key, lines, stack),
        (error: Error) => error.name === "UserError" && says.test(error.message),
      );
    });
  }
});

describe("npm run setting", () => {
  function run(...args: string[]) {
    const command = ["-r", "ts-node/register", "commands/setting.ts", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: EXAMPLE, encoding: "utf8" });
    return { status, stdout, stderr };
  }

  it("prints the setting of a stack, and nothing besides", () => {
    assert.deepEqual(run("--stack", "prod", "branch"), { status: 0, stdout: "main\n", stderr: "" });
  });

  for (const [args, says] of [
    [["--stack", "pro", "branch"], /^error: there is no Pulumi\.pro\.yaml/],
    [["branch"], /^error: expected --stack <name> and one key/],
    [["--no"], /^error: Unknown option '--no'/],
  ] as const) {
    it(`ends with 1 and prints nothing for ${args.join(" ")}`, () => {
      const { status, stdout, stderr } = run(...args);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, says);
    });
  }
});
