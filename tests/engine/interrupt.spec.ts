import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { editCloud } from "../../offline/stand-in/cloud";
import { pathsIn } from "../../offline/state-folder";
import { type Command, engineLocks, groupIsAlive, runningIn, start, until } from "../support/command";
import { callsIn, describeOnEngine, inSession, withBoth, withDev } from "../support/engine";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

describeOnEngine("Ctrl-C in the middle of an up", () => {
  let state: string;
  let command: Command;
  let group: number;

  // The up of prod, at the moment when the distribution is being created.
  beforeEach(async () => {
    state = await withDev();
    editCloud(pathsIn(state).cloud, ({ faults }) => {
      faults.push({ type: DISTRIBUTION, operation: "create", message: "", times: 1, delaySeconds: 3 });
    });
    command = start(["up", "--stack", "prod", "--state", state]);
    await until(() => command.printed.stdout.includes("aws:cloudfront:Distribution site creating"));
    const leader = runningIn(state);
    assert.ok(leader !== undefined && groupIsAlive(leader));
    group = leader;
  });

  afterEach(async () => {
    assert.deepEqual(engineLocks(state), []);
    assert.equal(groupIsAlive(group), false);
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
    await until(() => !groupIsAlive(group));
    assert.match(command.printed.stderr, /\nInterrupted\./);
  });
});
