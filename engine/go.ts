import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface GoOptions {
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with each line of standard error, where Go reports what it is doing. */
  readonly onLine: (line: string) => void;
}

/** How many of Go's last lines an error message quotes. */
const quotedLines = 5;

/**
 * Runs the go command to its end and returns its standard output.
 *
 * @throws An error with Go's last lines if it fails, or saying that there is no Go.
 */
export async function runGo(args: readonly string[], { cwd, signal, onLine }: GoOptions): Promise<string> {
  const go = spawn("go", args, {
    cwd,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, CGO_ENABLED: "0" },
  });
  const last: string[] = [];
  createInterface({ input: go.stderr }).on("line", (line) => {
    onLine(line);
    last.push(line);
    if (last.length > quotedLines) last.shift();
  });
  let output = "";
  go.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));

  return new Promise((resolve, reject) => {
    go.on("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? new Error("there is no go on PATH", { cause: error }) : error);
    });
    go.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`go ${args.slice(0, 1).join("")} failed: ${last.join(" | ")}`));
    });
  });
}
