import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { temporaryFolder } from "../support/temporary-folder";

/** Runs the command as `npm run bench` does. */
function bench(...args: string[]) {
  const asked = ["-r", "ts-node/register", join(ROOT, "bench/main.ts"), ...args];
  return spawnSync(process.execPath, asked, { cwd: join(ROOT, "bench"), encoding: "utf8" });
}

describe("npm run bench", () => {
  const folder = temporaryFolder();

  it("explains itself", () => {
    const { status, stdout } = bench("--help");
    assert.equal(status, 0);
    assert.match(stdout, /^ {2}--only <name> {3}one part: start, sites, publishing; repeatable$/m);
  });

  it("refuses what it does not know, before it measures anything", () => {
    for (const [args, message] of [
      [["--only", "nothing"], /^error: --only: got "nothing"; expected one of start, sites, publishing\n$/],
      [["--slow"], /^error: Unknown option '--slow'\nUsage: npm run bench \[-- options\]; --help says more\n$/],
      [["--write", "/nowhere/page.md"], /^error: \/nowhere\/page\.md: there is no such file\n$/],
    ] as const) {
      const { status, stdout, stderr } = bench(...args);
      assert.match(stderr, message);
      assert.deepEqual([status, stdout], [1, ""]);
    }
  });

  it("refuses a page without a place for the tables, before it measures anything", () => {
    const page = join(folder(), "page.md");
    writeFileSync(page, "# Benchmark\n");
    const { status, stderr } = bench("--quick", "--only", "start", "--write", page);
    assert.match(stderr, /^error: --write .*: it has 0 places for the benchmark; expected one, .*\n$/);
    assert.equal(status, 1);
  });
});
