import { execFile, spawnSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./program";

const VERSION = "1.7.12";
const run = promisify(execFile);

/**
 * actionlint of this version, from its Go module; built the first time, which takes a minute, and then kept until
 * `npm ci`.
 *
 * @throws Error if there is no Go, or the module cannot be downloaded.
 */
export async function actionlint(): Promise<string> {
  const folder = join(ROOT, "node_modules", ".cache", `actionlint-${VERSION}`);
  const command = join(folder, "actionlint");
  if (existsSync(command)) return command;
  // Two specs may do this at the same time: what the other one runs is whole.
  const own = join(folder, String(process.pid));
  await run("go", ["install", `github.com/rhysd/actionlint/cmd/actionlint@v${VERSION}`], {
    env: { ...process.env, GOBIN: own },
  });
  renameSync(join(own, "actionlint"), command);
  return command;
}

export interface Finding {
  readonly message: string;
  readonly filepath: string;
  readonly line: number;
}

/** What it finds in workflow files and in the local actions that they use. ShellCheck has a test of its own. */
export function lint(command: string, files: readonly string[], cwd: string): readonly Finding[] {
  const args = ["-shellcheck=", "-pyflakes=", "-format={{json .}}", ...files];
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: "utf8" });
  // 1 means that it has found something.
  if (status !== 0 && status !== 1) throw new Error(`actionlint: ${stderr}`);
  return JSON.parse(stdout) as readonly Finding[];
}
