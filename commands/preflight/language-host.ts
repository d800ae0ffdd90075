import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";

import { valueOf } from "./environment";

/** What runs index.ts for the engine. */
export const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * Whether the engine finds its language host for Node, as it looks for it: on PATH, and beside its own binary. Pulumi's
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
