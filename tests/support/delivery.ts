import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { TYPE_STRIPPING } from "../../lib/type-stripping";

const ROOT = join(__dirname, "..", "..");

/** A module of delivery/, whose modules are Node's own, in the test's process. `M` is `typeof import(...)` of it. */
export async function deliveryModule<M>(module: string): Promise<M> {
  const [, loader] = TYPE_STRIPPING;
  if (loader !== undefined) await import(loader);
  return (await import(pathToFileURL(join(ROOT, "delivery", module)).href)) as M;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** The folder that holds delivery/. Default: this project's. */
  readonly root?: string;
  /** Where it runs. Default: where the tests do. */
  readonly folder?: string;
}

/**
 * Runs a script of delivery/ to its end, as a workflow does, while servers of the test go on answering.
 *
 * @param script - Its file name in delivery/, for example `github-app-token.ts`.
 */
export async function runDelivery(script: string, { env, args = [], root = ROOT, folder }: RunOptions): Promise<Run> {
  const command = [...TYPE_STRIPPING, join(root, "delivery", script), ...args];
  const child = spawn(process.execPath, command, { env: { ...env }, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
