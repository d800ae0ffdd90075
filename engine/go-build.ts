import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { runGo } from "./go";
import { keptCopy } from "./present";
import { startTicker } from "./ticker";
import { engineFolder, engineVersion } from "./version";
import type { Search } from "./way";

const mainPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

const buildFlags = [
  "-trimpath",
  "-tags=osusergo,grpcnotrace",
  `-ldflags=-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`,
];

/**
 * Builds the engine from its Go module, as pinned by go.mod and go.sum next to this file, into the kept copies.
 * Takes minutes the first time, seconds from a warm build cache.
 */
export async function buildWithGo({ say, signal }: Search): Promise<PulumiCommand> {
  const folder = join(engineFolder(), "bin");
  // Next to the target, under a unique name: two builds at once never see each other's half-written file.
  const unfinished = join(folder, `.pulumi-${process.pid}`);
  let modules = 0;
  let compiled = 0;
  let total = 0;
  const progress = (): string => {
    if (total > 0) return `Building Pulumi ${engineVersion} with Go: ${compiled} of ${total} packages`;
    return `Building Pulumi ${engineVersion} with Go, minutes the first time: ${modules} modules downloaded`;
  };
  const go = (args: readonly string[], onLine: (line: string) => void): Promise<string> =>
    runGo(args, { cwd: __dirname, signal, onLine });

  await go(["version"], () => undefined);
  const ticker = startTicker(say, progress);
  try {
    const stale = await go(
      ["list", "-deps", ...buildFlags, "-f={{if .Stale}}{{.ImportPath}}{{end}}", mainPackage],
      (line) => (modules += line.startsWith("go: downloading") ? 1 : 0),
    );
    total = stale.split("\n").filter((line) => line !== "").length;
    mkdirSync(folder, { recursive: true });
    await go(["build", "-v", ...buildFlags, `-o=${unfinished}`, mainPackage], () => (compiled += 1));
    renameSync(unfinished, join(folder, "pulumi"));
  } finally {
    ticker.stop();
    rmSync(unfinished, { force: true });
  }
  return keptCopy();
}
