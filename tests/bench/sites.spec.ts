import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { sites } from "../../bench/sites";
import { groupIsAlive, until } from "../support/command";
import { describeOnEngine } from "../support/engine";
import { join } from "node:path";
import { ROOT } from "../support/program";

describeOnEngine("the benchmark of many sites", () => {
  it("measures preview and up, and what the engine's saving is of it", async () => {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const { text, targets } = await sites.run({ quick: true, say, signal: new AbortController().signal });
    const rows = [...text.matchAll(/^\| (\d.*) \|$/gm)].map(([, row = ""]) => row.split(" | "));
    // One site is 19 resources; the stack, two for the OIDC provider and GitHub's provider are there once.
    assert.deepEqual(
      rows.map(([count, resources]) => [count, resources]),
      [
        ["1", "23"],
        ["2", "42"],
      ],
    );
    assert.equal(lines.filter((line) => /^ {2}\d sites?, (preview|up|up, saving once): /.test(line)).length, 6);
    assert.deepEqual(
      targets.map(({ what }) => what),
      ["preview", "up"].map((mode) => `${mode}: time per site with 2 sites, times that with 1`),
    );
  }).timeout(180_000);

  it("ends all that it has started when the user interrupts it", async () => {
    const command = ["-r", "ts-node/register", join(ROOT, "bench/main.ts"), "--quick", "--only", "sites"];
    // A process group of its own, so that whatever is left can be found.
    const bench = spawn(process.execPath, command, {
      cwd: join(ROOT, "bench"),
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let stderr = "";
    bench.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise((resolve) => bench.on("close", resolve));
    // Then the up of one site is running.
    await until(() => stderr.includes("1 site, preview"));
    bench.kill("SIGINT");
    assert.equal(await ended, 130);
    assert.match(stderr, /^Interrupted\.$/m);
    assert.doesNotMatch(stderr, /1 site, up/);
    assert.equal(groupIsAlive(bench.pid ?? 0), false);
  });
});
