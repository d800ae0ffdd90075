import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";

import { keptCopy, onPath } from "../../engine/present";
import { messageOf } from "../../lib/user-error";
import { valueOf } from "./environment";
import { ok, type Outcome, warning, wrong } from "./outcome";

/** `npm run engine` does not help: what it builds is for `npm run offline`. */
const INSTALL = "install it: https://www.pulumi.com/docs/install/";

/** What runs index.ts for the engine. */
export const LANGUAGE_HOST = "pulumi-language-nodejs";

/** Whether there is an engine that is new enough, `pulumi` on PATH or else the kept copy, and that runs the program. */
export async function engine(): Promise<Outcome> {
  const reasons: string[] = [];
  for (const find of [onPath, keptCopy]) {
    try {
      const { command, version } = await find();
      return outcomeOfEngine(command, String(version), reasons[0]);
    } catch (error) {
      reasons.push(messageOf(error));
    }
  }
  return wrong(`pulumi on PATH: ${reasons.join("; kept copy: ")}`, INSTALL);
}

/** @param notOnPath Why `pulumi` on PATH cannot be used, if so. */
export function outcomeOfEngine(command: string, version: string, notOnPath?: string): Outcome {
  const complete = hasLanguageHost(command);
  if (notOnPath === undefined) {
    return complete
      ? ok(`${version}, pulumi on PATH`)
      : warning(
          `${version}, pulumi on PATH, but no ${LANGUAGE_HOST} on PATH or beside it`,
          `unless it is a shim for one that has it, up fails with "failed to load language plugin nodejs": ${INSTALL}`,
        );
  }
  const where = `pulumi on PATH: ${notOnPath}; ${version} in ${command}`;
  return complete
    ? warning(where, `put it first on PATH to call it as pulumi: export PATH=${dirname(command)}:$PATH`)
    : wrong(`${where} has no ${LANGUAGE_HOST} and is good for npm run offline only`, INSTALL);
}

/**
 * Whether the engine finds its language host for Node where it looks: on PATH, and next to its own binary. Pulumi's
 * installation has it there. An engine that was built from its Go module has none, and only the Automation API, with
 * the program in its own process, can use that one.
 *
 * @param command the engine: a path, or a name on PATH
 */
function hasLanguageHost(command: string): boolean {
  const folders = (valueOf("PATH") ?? "").split(delimiter).filter((folder) => folder !== "");
  const binaries = isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command));
  const binary = binaries.find((path) => existsSync(path));
  const beside = binary === undefined ? [] : [dirname(realpathSync(binary))];
  return [...folders, ...beside].some((folder) => existsSync(join(folder, LANGUAGE_HOST)));
}
