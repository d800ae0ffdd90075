import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { projectRoot } from "../../lib/paths";
import { runnableBlocks } from "../docs/blocks";
import { firstMissing } from "../docs/output";
import { readersEnvironment, runBlock } from "../docs/run-block";
import { describeOnEngine, pathWithEngine } from "../support/engine";
import { pages, repositoryFiles, textOf } from "../support/markdown";

/** How long one block may take. */
const LIMIT = 180_000;

/** How much of the output a failure shows. */
const LAST_LINES = 30;

describeOnEngine("a reader who runs what the pages say, in a fresh copy of the repository,", () => {
  let folder = "";
  let env: NodeJS.ProcessEnv = {};

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "passwordless-reader-")));
    const [copy, temporary, programs] = [copyIn(folder), join(folder, "temporary"), join(folder, "programs")];
    for (const made of [temporary, programs]) mkdirSync(made);
    for (const file of repositoryFiles()) cpSync(join(projectRoot, file), join(copy, file));
    writeFileSync(join(programs, "npm"), npmWithPackages(), { mode: 0o755 });
    // The reader finds the engine that the tests found.
    env = readersEnvironment({ PATH: [programs, pathWithEngine()].join(delimiter), TMPDIR: temporary });
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const page of pages()) {
    for (const { line, script, shown } of runnableBlocks(textOf(page))) {
      it(`gets through ${page}:${line}`, async function () {
        this.timeout(LIMIT + 10_000);
        const { code, output } = await runBlock(script, { folder: copyIn(folder), env, limit: LIMIT });
        const end = output.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
        const outcome = code === null ? `took more than ${LIMIT / 1_000} s` : `ended with exit code ${code}`;
        assert.equal(code, 0, `${page}:${line} ${outcome}; its last output:\n${end}`);
        const missing = firstMissing(shown ?? "", output);
        assert.equal(missing, undefined, `${page}:${line} did not print ${String(missing)}; its last output:\n${end}`);
      });
    }
  }
});

/** npm, whose `ci` takes the packages installed for these tests: installing them again takes a minute. */
function npmWithPackages(): string {
  const npm = execFileSync("bash", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
  const packages = join(projectRoot, "node_modules");
  return `#!/bin/sh\nif [ "$*" = ci ]; then exec ln -sfn "${packages}" node_modules; fi\nexec "${npm}" "$@"\n`;
}

function copyIn(folder: string): string {
  return join(folder, "repository");
}
