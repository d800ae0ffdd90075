import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { readersEnvironment, runBlock } from "../docs/run-block";
import { groupIsAlive } from "../support/command";
import { describeOnEngine, pathWithEngine } from "../support/engine";
import { fencesOf, textOf } from "../support/markdown";
import { ROOT } from "../support/program";
import { until } from "../support/until";

describeOnEngine("the benchmark", () => {
  it("measures each part once where it is to be quick, by the command in docs/benchmark.md", async () => {
    const [command] = fencesOf(textOf("docs/benchmark.md")).filter(({ info }) => info === "sh tested");
    const env = readersEnvironment({ PATH: pathWithEngine() });
    const { code, output } = await runBlock(command?.content ?? "", {
      folder: join(ROOT, "bench"),
      env,
      limit: 300_000,
    });
    assert.equal(code, 0, output);
    const [, start = "", sites = "", publishing = "", targets = ""] = output.split(/^## /m);

    // The plain file has the same resources without their ten components.
    assert.deepEqual(
      rowsOf(start)
        .slice(2)
        .map(([program, resources]) => [program, resources]),
      [
        ["this program", "53"],
        ["one plain file with the same resources", "43"],
      ],
    );
    for (const [, , time = ""] of rowsOf(start).slice(2)) assert.match(time, /^[\d.]+ s$/);

    // One site is 21 resources; the stack, two for the OIDC provider and GitHub's provider are there once.
    assert.deepEqual(
      rowsOf(sites)
        .slice(2)
        .map(([count, resources]) => [count, resources]),
      [
        ["1", "25"],
        ["2", "46"],
      ],
    );
    assert.equal(output.match(/^ {2}\d sites?, (preview|up|up, saving once): /gm)?.length, 6);

    // The limit lists the bucket, and puts what is not there yet or differs.
    const calls = (name: string): number[] => {
      const row = rowsOf(publishing).find(([first]) => first === name) ?? [];
      return [2, 4, 6].map((column) => Number(row[column]));
    };
    assert.deepEqual(calls("the limit"), [11, 1, 2]);
    for (const [index, least] of calls("the limit").entries()) {
      const more = (calls("this project")[index] ?? 0) - least;
      assert.ok(more > 0 && more <= 8, `${more} calls more`);
      assert.equal((calls("this project, with its probe")[index] ?? 0) - least - more, 1);
    }
    for (const program of ["aws", "rclone"])
      assert.match(publishing, new RegExp(`${program}.* is not installed|${program}.*\\d+\\.\\d+`));

    assert.deepEqual(
      rowsOf(targets)
        .slice(2)
        .filter(([what]) => what?.startsWith("10 files") !== true)
        .map(([what, want]) => [what, want]),
      [
        ["start, times that of one plain file with the same resources", "at most 1.00"],
        ["preview: time per site with 2 sites, times that with 1", "at most 1.20"],
        ["up: time per site with 2 sites, times that with 1", "at most 1.20"],
      ],
    );
  }).timeout(310_000);

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
    await until(() => !groupIsAlive(bench.pid ?? 0));
  });
});

/** The cells of a table in Markdown, its head and the line below included. */
function rowsOf(section: string): string[][] {
  return [...section.matchAll(/^\| (.*?) *\|$/gm)].map(([, row = ""]) => row.split("|").map((cell) => cell.trim()));
}
