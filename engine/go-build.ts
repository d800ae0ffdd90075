import { execFile } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import type { PulumiCommand } from "@pulumi/pulumi/automation";

import { keptCopy } from "./present";
import { engineFolder, engineVersion } from "./version";

export interface Search {
  /** Tells the user something, one line at a time. */
  readonly say: (line: string) => void;
  /** Ends a download or a build. */
  readonly signal?: AbortSignal | undefined;
}

const mainPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

const buildFlags = [
  "-trimpath",
  "-tags=osusergo,grpcnotrace",
  `-ldflags=-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`,
];

/** How often a build reports that it is still at work. */
const everyMs = 10_000;

/**
 * Builds the engine from its Go module, as pinned by go.mod and go.sum next to this file, into the kept copies.
 * Takes minutes the first time, seconds from a warm build cache.
 */
export async function buildWithGo({ say, signal }: Search): Promise<PulumiCommand> {
  const folder = join(engineFolder(), "bin");
  // Next to the target, under a unique name: two builds at once never see each other's half-written file.
  const unfinished = join(folder, `.pulumi-${process.pid}`);
  let [compiled, total] = [0, 0];
  const started = Date.now();
  const report = (): void => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const step = total > 0 ? `: ${compiled} of ${total} packages` : ", minutes the first time";
    say(`Building Pulumi ${engineVersion} with Go${step}${seconds === 0 ? " ..." : ` (${seconds} s)`}`);
  };

  await go(["version"], signal);
  report();
  const timer = setInterval(report, everyMs);
  try {
    const list = ["list", "-deps", ...buildFlags, "-f={{if .Stale}}{{.ImportPath}}{{end}}", mainPackage];
    const stale = await go(list, signal);
    total = stale.split("\n").filter((line) => line !== "").length;
    mkdirSync(folder, { recursive: true });
    await go(["build", "-v", ...buildFlags, `-o=${unfinished}`, mainPackage], signal, () => void (compiled += 1));
    renameSync(unfinished, join(folder, "pulumi"));
  } finally {
    clearInterval(timer);
    rmSync(unfinished, { force: true });
  }
  return keptCopy();
}

/** How many of Go's last lines an error message quotes. */
const quotedLines = 5;

/**
 * Runs the go command to its end and returns its standard output.
 *
 * @param onLine Called with each line of standard error, where Go reports what it is doing.
 * @throws An error with Go's last lines if it fails, or saying that there is no Go.
 */
async function go(args: readonly string[], signal: Search["signal"], onLine?: () => void): Promise<string> {
  const env = { ...process.env, CGO_ENABLED: "0" };
  const running = promisify(execFile)("go", args, { cwd: __dirname, env, maxBuffer: Infinity, signal });
  if (running.child.stderr && onLine) createInterface({ input: running.child.stderr }).on("line", onLine);
  try {
    return (await running).stdout;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new Error("there is no go on PATH", { cause: error });
    const last = stderr.trimEnd().split("\n").slice(-quotedLines).join(" | ");
    throw new Error(`go ${args.slice(0, 1).join("")} failed: ${last}`, { cause: error });
  }
}
