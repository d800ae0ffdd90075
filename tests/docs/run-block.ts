import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What became of a block. */
export interface Ran {
  /** The exit code; null where it was ended because it took too long. */
  readonly code: number | null;
  /** What it printed on stdout and stderr, as a terminal would show it. */
  readonly output: string;
}

/** Of the environment of the tests, what a reader would not have: their credentials and settings, npm's and Mocha's. */
const FOREIGN = /^(?:(?:PULUMI|GITHUB|AWS|MOCHA)_|npm_(?!config_)|COUNTS$)/;

/** The environment of a reader who has set nothing. */
export function readersEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return { ...Object.fromEntries(own), ...more };
}

/** Runs commands as a reader would who stops at the first that fails and answers no question. @param limit In milliseconds. */
export async function runBlock(
  script: string,
  { folder, env, limit }: { folder: string; env: NodeJS.ProcessEnv; limit: number },
): Promise<Ran> {
  runs += 1;
  const log = join(env.TMPDIR ?? tmpdir(), `output-${process.pid}-${runs}`);
  const written = openSync(log, "w");
  // One file for both streams keeps their order. A group of its own, so that nothing of it outlives its end.
  const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
    cwd: folder,
    env,
    stdio: ["ignore", written, written],
    detached: true,
  });
  closeSync(written);
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  };
  const timer = setTimeout(end, limit);
  process.once("SIGINT", end).once("exit", end);
  try {
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once("error", reject).once("exit", resolve),
    );
    return { code, output: readFileSync(log, "utf8") };
  } finally {
    clearTimeout(timer);
    end();
    process.off("SIGINT", end).off("exit", end);
  }
}

let runs = 0;
