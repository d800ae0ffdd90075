import { delimiter, dirname, isAbsolute, join } from "node:path";
import { existsSync, realpathSync } from "node:fs";

import { keptCopy, onPath } from "../../engine/present";
import { messageOf } from "../../lib/user-error";
import { valueOf } from "./environment";
import { Ended, wrong } from "./outcome";

/** A Pulumi engine that is new enough. */
export interface Engine {
  readonly command: string;
  readonly version: string;
  /** Why `pulumi` on PATH cannot be used, if so. */
  readonly notOnPath?: string;
}

/** @throws Ended if there is none. */
export async function findEngineHere(): Promise<Engine> {
  try {
    const { command, version } = await onPath();
    return { command, version: String(version) };
  } catch (onPathError) {
    const notOnPath = messageOf(onPathError);
    try {
      const { command, version } = await keptCopy();
      return { command, version: String(version), notOnPath };
    } catch (keptError) {
      const says = `pulumi on PATH: ${notOnPath}; kept copy: ${messageOf(keptError)}`;
      throw new Ended(wrong(says, INSTALL));
    }
  }
}

/** `npm run engine` does not help: what it builds is for `npm run offline`. */
export const INSTALL = "install it: https://www.pulumi.com/docs/install/";

/** What runs index.ts for the engine. */
export const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * Whether the engine finds its language host for Node where it looks: on PATH, and next to its own binary. Pulumi's
 * installation has it there. An engine that was built from its Go module has none, and only the Automation API, with
 * the program in its own process, can use that one.
 *
 * @param command the engine: a path, or a name on PATH
 */
export function hasLanguageHost(command: string, environment: NodeJS.ProcessEnv): boolean {
  const folders = (valueOf(environment, "PATH") ?? "").split(delimiter).filter((folder) => folder !== "");
  const binaries = isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command));
  const binary = binaries.find((path) => existsSync(path));
  const beside = binary === undefined ? [] : [dirname(realpathSync(binary))];
  return [...folders, ...beside].some((folder) => existsSync(join(folder, LANGUAGE_HOST)));
}
