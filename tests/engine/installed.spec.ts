import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { EXAMPLE } from "../support/example/project";
import { temporaryFolder } from "../support/temporary-folder";

const DIAGNOSTICS = '{"diagnostics":[{"severity":"error","message":"error: branch: got none"}]}';

describe("a preview that fails", () => {
  const folder = temporaryFolder();
  const plan = (prints: string): string => {
    const engine = join(folder(), "pulumi");
    writeFileSync(engine, `#!/bin/sh\necho '${prints}'\necho 'error: failed to load language plugin' >&2\nexit 1\n`);
    chmodSync(engine, 0o755);
    const args = ["-r", "ts-node/register", "commands/plan.ts", "--stack", "dev"];
    const env = { PATH: [folder(), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter) };
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: EXAMPLE, encoding: "utf8", env });
    assert.equal(status, 1);
    return stderr;
  };

  it("is told by its diagnostics", () => {
    assert.match(plan(DIAGNOSTICS), /^error: the preview failed: branch: got none$/m);
  });

  // A policy pack's refusal is not among the diagnostics; the program's notices are.
  const notice = '{"steps":[],"diagnostics":[{"severity":"info","message":"branch: not checked"}]}';
  for (const prints of ["{}", notice])
    it(`is told in the engine's words where it got no further, or does not say why: ${prints}`, () => {
      assert.match(plan(prints), /^error: pulumi preview .+: failed to load language plugin$/m);
    });
});
