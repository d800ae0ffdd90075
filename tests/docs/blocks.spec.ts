import assert from "node:assert/strict";
import { groupIsAlive } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";
import { until } from "../support/until";
import { runnableBlocks } from "./blocks";
import { firstMissing } from "./output";
import { readersEnvironment, runBlock } from "./run-block";

const PAGE = `
\`\`\`sh runnable
first
\`\`\`

1. A step

   \`\`\`sh runnable
   second <<END
     indented
   END
   \`\`\`

   \`\`\`text output
   printed
   \`\`\`

\`\`\`sh
not run
\`\`\`
`;

describe("a runnable block", () => {
  const folder = temporaryFolder();
  const run = (script: string, limit = 20_000, env: NodeJS.ProcessEnv = {}) =>
    runBlock(script, { folder: folder(), env: readersEnvironment({ TMPDIR: folder(), ...env }), limit });

  it("is found with its line, as the reader sees it, and with the output that the page shows", () => {
    assert.deepEqual(runnableBlocks(PAGE), [
      { line: 2, script: "first\n", shown: undefined },
      { line: 8, script: "second <<END\n  indented\nEND\n", shown: "printed\n" },
    ]);
  });

  it("is the only one whose output can be shown", () => {
    const other = PAGE.replace("sh runnable\n   second", "sh\n   second");
    assert.throws(() => runnableBlocks(other), /^Error: line 14: output of no runnable block$/);
  });

  it("runs in its folder, and prints on both streams in order", async () => {
    const { code, output } = await run("pwd; echo b >&2; echo c");
    assert.deepEqual([code, output], [0, `${folder()}\nb\nc\n`]);
  });

  for (const [fault, script] of Object.entries({
    "a command fails": "false; echo on",
    "a command of a pipe fails": "false | true; echo on",
    "a variable is not set": 'echo "$not_set"; echo on',
    "it asks something": "read -r answer; echo on",
  })) {
    it(`stops where ${fault}`, async () => {
      const { code, output } = await run(script);
      assert.equal(code, 1);
      assert.doesNotMatch(output, /^on$/m);
    });
  }

  it("has the reader's environment", async () => {
    const env = { ...process.env };
    Object.assign(process.env, {
      GITHUB_TOKEN: "1",
      AWS_PROFILE: "2",
      PULUMI_STACK: "3",
      MOCHA_OPTIONS: "4",
      COUNTS: "5",
    });
    try {
      const { output } = await run("env");
      assert.doesNotMatch(output, /^(?:GITHUB_|AWS_|PULUMI_|MOCHA_|COUNTS=)/m);
      assert.match(output, /^PATH=/m);
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
    }
  });

  it("is ended with all that it started when it takes too long", async () => {
    const { code, output } = await run("echo $$; sleep 1000 & sleep 1000", 2_000);
    assert.equal(code, null);
    await until(() => !groupIsAlive(Number(output)));
  });

  it("leaves nothing running when it has ended", async () => {
    const { code, output } = await run("echo $$; sleep 1000 &");
    assert.equal(code, 0);
    await until(() => !groupIsAlive(Number(output)));
  });
});

describe("the output that a page shows", () => {
  const output = "start\nEngine 3.1: found\n\n  + 12 created  \nend\n";

  for (const shown of [
    "Engine 3.1: found\n",
    "start\nEngine …: found\n\n  + 12 created\n",
    "start\n...\nend\n",
    "…gine…\n...\n  + … created\nend\n",
    "...\nstart\n...\n",
  ]) {
    it(`may be ${JSON.stringify(shown)}`, () => {
      assert.equal(firstMissing(shown, output), undefined);
    });
  }

  for (const [shown, missing] of Object.entries({
    "Engine 3.1\n": "Engine 3.1",
    "Engine 3x1: found\n": "Engine 3x1: found",
    "start\nend\n": "end",
    "end\n...\nstart\n": "start",
    "start\nEngine …created\n": "Engine …created",
    "+ 12 created\n": "+ 12 created",
  })) {
    it(`may not be ${JSON.stringify(shown)}`, () => {
      assert.equal(firstMissing(shown, output), missing);
    });
  }
});
