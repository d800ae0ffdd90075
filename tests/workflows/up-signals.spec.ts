import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { temporaryFolder } from "../support/temporary-folder";
import { WORKFLOWS } from "./files";

/** A `pulumi` that writes down the signals it gets, and at the first takes a while to end cleanly. */
const PULUMI = `#!/usr/bin/env node
const { appendFileSync } = require("node:fs");
const log = (line) => appendFileSync(process.env.LOG, line + "\\n");
let code = Number(process.env.CODE ?? 0);
let ends;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    log(signal);
    ends ??= setTimeout(() => { log("ended"); process.exit(255); }, 1_000);
  });
log("started");
setTimeout(() => { if (ends === undefined) process.exit(code); }, process.env.CODE === undefined ? 20_000 : 10);
`;

describe("infrastructure.yml's step Up", () => {
  const folder = temporaryFolder();
  const log = (): string[] => {
    const file = join(folder(), "log");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };

  /** The step as the runner starts it. */
  function start(env: Readonly<Record<string, string>> = {}): { bash: ChildProcess; ended: Promise<number | null> } {
    const step = WORKFLOWS.filter(({ name }) => name === "infrastructure.yml")
      .flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps))
      .find(({ name }) => name === "Up");
    const files = { pulumi: PULUMI, "step.sh": step?.run ?? "exit 99" };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder(), name), text);
    chmodSync(join(folder(), "pulumi"), 0o755);
    const bash = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", join(folder(), "step.sh")], {
      stdio: "ignore",
      env: {
        PATH: `${folder()}:${process.env.PATH ?? ""}`,
        LOG: join(folder(), "log"),
        STACK: "dev",
        STATE: "dev",
        GITHUB_TOKEN: "x",
        GITHUB_SHA: "c",
        GITHUB_STEP_SUMMARY: join(folder(), "summary"),
        ...env,
      },
    });
    return { bash, ended: new Promise((resolve) => bash.once("close", resolve)) };
  }

  async function started(): Promise<void> {
    while (log().length === 0) await wait(20);
  }

  it("hands a cancellation on to Pulumi once, and waits until it has ended", async () => {
    const { bash, ended } = start();
    await started();
    // As the runner cancels, faster: SIGINT to bash alone, SIGTERM later.
    bash.kill("SIGINT");
    await wait(300);
    bash.kill("SIGTERM");
    assert.equal(await ended, 255);
    assert.deepEqual(log(), ["started", "SIGINT", "ended"]);
    assert.equal(existsSync(join(folder(), "summary")), false);
  });

  it("does so for a SIGTERM alone, too", async () => {
    const { bash, ended } = start();
    await started();
    bash.kill("SIGTERM");
    assert.equal(await ended, 255);
    assert.deepEqual(log(), ["started", "SIGINT", "ended"]);
  });

  for (const code of ["0", "1", "255"]) {
    it(`ends with Pulumi's own exit code ${code} where nobody cancels`, async () => {
      const { ended } = start({ CODE: code });
      assert.equal(await ended, Number(code));
      assert.equal(existsSync(join(folder(), "summary")), code === "0");
    });
  }
});
