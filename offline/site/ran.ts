import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

interface Options {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** A program that has run to its end: its exit code, and all that it printed. */
export async function ran(program: string, args: readonly string[], options: Options) {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [code, ...printed] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, printed: printed.join("").trim() };
}
