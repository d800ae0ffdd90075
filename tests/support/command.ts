import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathsIn } from "../../offline/state-folder";
import { pathWithEngine } from "./engine";
import { EXAMPLE } from "./example/project";

/** The command as a user runs it, `npm run offline -- <args>`, without npm. */
export interface Command {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** Its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** @param project The folder of the project. Default: the example's. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}, project = EXAMPLE): Command {
  const child = spawn(process.execPath, ["-r", "ts-node/register", "offline/main.ts", ...args], {
    cwd: project,
    env: { ...process.env, ...environment, PATH: environment.PATH ?? pathWithEngine() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => (printed[stream] += text));
  }
  return { process: child, printed, ended: new Promise((resolve) => child.on("close", resolve)) };
}

/** Runs the command to its end. */
export async function offline(...asked: Parameters<typeof start>) {
  const { printed, ended } = start(...asked);
  const code = await ended;
  return { code, ...printed };
}

/** The process that runs the command behind its supervisor, with the engine in its process group. */
export function runningIn(state: string): number | undefined {
  const file = join(state, "in-use");
  // It is empty for a moment.
  return (existsSync(file) && Number(readFileSync(file, "utf8"))) || undefined;
}

/** Whether any process of a process group is left. */
export function groupIsAlive(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}

/** The engine's lock files of stacks. */
export function engineLocks(state: string): string[] {
  const locks = join(pathsIn(state).backend, ".pulumi/locks");
  if (!existsSync(locks)) return [];
  return readdirSync(locks, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
}
