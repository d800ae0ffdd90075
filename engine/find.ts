import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { messageOf, UserError } from "../lib/user-error";
import { buildWithGo } from "./go-build";
import { runInstaller } from "./installer";
import { keptCopy, onPath } from "./present";
import type { Search, Way } from "./way";

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
