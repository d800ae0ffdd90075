import { PulumiCommand } from "@pulumi/pulumi/automation";
import { parse } from "semver";

import { messageOf, UserError } from "../lib/user-error";
import { buildWithGo, type Search } from "./go-build";
import { keptCopy, onPath } from "./present";
import { engineFolder, engineVersion } from "./version";

/** One way to get an engine. */
export interface Way {
  readonly name: string;
  /** @throws An error whose message says, in one line, why this way gives none. */
  find(search: Search): Promise<PulumiCommand>;
}

/** From the cheapest to the most expensive. */
export const allWays: readonly Way[] = [
  { name: "pulumi on PATH", find: onPath },
  { name: "the copy kept by Pulumi's npm package and Automation API", find: keptCopy },
  { name: "Pulumi's own installer", find: runInstaller },
  { name: "Go, building it from its module", find: buildWithGo },
];

/**
 * The first engine that one of the ways gives; says which way it was.
 *
 * @throws {UserError} if none does: lists them all, each with its reason.
 */
export async function findEngine(search: Search, ways: readonly Way[] = allWays): Promise<PulumiCommand> {
  const reasons: string[] = [];
  for (const way of ways) {
    try {
      const engine = await way.find(search);
      search.say(`Engine ${String(engine.version)}: ${way.name} (${engine.command})`);
      return engine;
    } catch (error) {
      search.signal?.throwIfAborted();
      reasons.push(`  ${reasons.length + 1}. ${way.name}: ${messageOf(error)}`);
    }
  }
  throw new UserError(["No Pulumi engine is available here. Tried, in this order:", ...reasons].join("\n"));
}

/** The script that `PulumiCommand.install` downloads and runs. */
const installScript = "https://get.pulumi.com/install.sh";

/** Pulumi's installer, tried only if its site answers at once: without a network it would wait for minutes. */
async function runInstaller({ say }: Search): Promise<PulumiCommand> {
  const request = { method: "HEAD", signal: AbortSignal.timeout(3_000) };
  const response = await fetch(installScript, request).catch((error: unknown) => {
    throw new Error(`its download site (${new URL(installScript).host}) does not answer`, { cause: error });
  });
  if (!response.ok) throw new Error(`its download site answers ${response.status}`);
  say(`Downloading Pulumi ${engineVersion} ...`);
  try {
    return await PulumiCommand.install({ root: engineFolder(), version: parse(engineVersion) ?? undefined });
  } catch (error) {
    throw new Error(`the download failed: ${messageOf(error).split("\n", 1).join("")}`, { cause: error });
  }
}
