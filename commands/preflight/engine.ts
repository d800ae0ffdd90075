import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";

import { keptCopy, onPath } from "../../engine/present";
import { messageOf } from "../../lib/user-error";
import { valueOf } from "./environment";
import { Ended, wrong } from "./outcome";

/** `npm run engine` does not help: what it builds is for `npm run offline`. */
export const INSTALL = "install it: https://www.pulumi.com/docs/install/";

/** What runs index.ts for the engine. */
export const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * A Pulumi engine that is new enough: `pulumi` on PATH, else the kept copy, with why the first cannot be used.
 *
 * @throws Ended if there is none.
 */
export async function findEngine(): Promise<{ command: string; version: string; notOnPath?: string }> {
  const reasons: string[] = [];
  for (const find of [onPath, keptCopy]) {
    try {
      const { command, version } = await find();
      return { command, version: String(version), notOnPath: reasons[0] };
    } catch (error) {
      reasons.push(messageOf(error));
    }
  }
  throw new Ended(wrong(`pulumi on PATH: ${reasons.join("; kept copy: ")}`, INSTALL));
}

/**
 * Whether the engine finds its language host for Node where it looks: on PATH, and next to its own binary. Pulumi's
 * installation has it there. An engine that was built from its Go module has none, and only the Automation API, with
 * the program in its own process, can use that one.
 *
 * @param command the engine: a path, or a name on PATH
 */
export function hasLanguageHost(command: string): boolean {
  const folders = (valueOf("PATH") ?? "").split(delimiter).filter((folder) => folder !== "");
  const binaries = isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command));
  const binary = binaries.find((path) => existsSync(path));
  const beside = binary === undefined ? [] : [dirname(realpathSync(binary))];
  return [...folders, ...beside].some((folder) => existsSync(join(folder, LANGUAGE_HOST)));
}
