import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { editCloud } from "../../offline/stand-in/cloud";
import { pathsIn } from "../../offline/state-folder";
import { type Command, engineLocks, groupIsAlive, runningIn, start } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";
import { callsIn, describeOnEngine, inSession, withBoth, withDev } from "../support/engine";
import { until } from "../support/until";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

describeOnEngine("Ctrl-C in the middle of an up", () => {
  let state: string;
  let command: Command;
  let group: number;

  // The up of prod, at the moment when the distribution is being created.
  beforeEach(async () => {
    state = await withDev();
    editCloud(pathsIn(state).cloud, ({ faults }) => {
      faults.push({ type: DISTRIBUTION, operation: "create", message: "", times: 1, delaySeconds: 10 });
    });
    command = start(["up", "--verbose", "--stack", "prod", "--state", state]);
    await until(() => command.printed.stdout.includes("aws:cloudfront:Distribution site creating"));
    const leader = runningIn(state);
    assert.ok(leader !== undefined && groupIsAlive(leader));
    group = leader;
  });

  afterEach(async () => {
    await until(() => !groupIsAlive(group));
    assert.deepEqual(engineLocks(state), []);
    assert.equal(runningIn(state), undefined);
    const up = () => inSession(state, {}, (session) => session.on("prod").up());
    await up();
    assert.deepEqual(callsIn(state), callsIn(await withBoth()));
  });

  it("sent by the terminal and once more by npm, leaves no lock and no process, and the next up completes", async () => {
    command.process.kill("SIGINT");
    await wait(30);
    command.process.kill("SIGINT");
    assert.equal(await command.ended, 130);
    assert.match(command.printed.stderr, /\nInterrupted\. The same command again completes what was begun\.\n$/);
    assert.equal(command.printed.stdout.split("^C received").length, 2, "the engine has heard it once");
  });

  it("is understood where the supervisor is killed instead", async () => {
    command.process.kill("SIGKILL");
    await command.ended;
    assert.match(command.printed.stderr, /\nInterrupted\./);
  });
});

describe("a command that is too busy to hear an interrupt", () => {
  const folder = temporaryFolder();

  /** Starts a command that never leaves its first module. */
  async function busy(): Promise<Command> {
    const hook = join(folder(), "busy.cjs");
    const loop = `process.argv[1].endsWith("command.ts")`;
    writeFileSync(hook, `if (${loop}) { require("node:fs").writeSync(1, "busy\\n"); for (;;); }`);
    const command = start(["up"], { PATH: process.env.PATH, NODE_OPTIONS: `-r ${hook}` });
    await until(() => command.printed.stdout.includes("busy"));
    return command;
  }

  it("is killed by a second one, or ten seconds after the first", async () => {
    const [impatient, patient] = [await busy(), await busy()];
    const started = performance.now();
    const passed = () => performance.now() - started;
    for (const { process: supervisor } of [impatient, patient]) supervisor.kill("SIGINT");
    await wait(1_200);
    impatient.process.kill("SIGINT");
    assert.equal(await impatient.ended, 130);
    assert.ok(passed() < 9_000, `after ${passed()} ms`);
    assert.equal(await patient.ended, 130);
    assert.ok(passed() > 9_000, `after ${passed()} ms`);
    for (const { printed } of [impatient, patient])
      assert.equal(printed.stderr, "Interrupted. It was busy, and was killed.\n");
  });
});
