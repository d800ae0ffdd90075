import { dirname } from "node:path";

import { satisfies } from "semver";

import { keptCopy, onPath } from "../../engine/present";
import { messageOf } from "../../lib/user-error";
import { type Check, Ended, ok, warning, wrong } from "./check";
import { hasLanguageHost, LANGUAGE_HOST } from "./language-host";
import { NAMES } from "./names";

/** A Pulumi engine that is new enough. */
export interface Engine {
  readonly command: string;
  readonly version: string;
  /** Why `pulumi` on PATH is none, where it is not the one. */
  readonly notOnPath?: string;
}

/** @throws Ended where there is none. */
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

export const nodeCheck: Check = {
  name: "Node",
  run({ project: { node } }) {
    const { version } = process;
    return satisfies(version, node)
      ? ok(`${version} (${node})`)
      : wrong(`${version} is not one of ${node}`, "install a version of Node that package.json accepts");
  },
};

/** `npm run engine` is no remedy: what it builds is for `npm run offline`. */
const INSTALL = "install it: https://www.pulumi.com/docs/install/";

export const engineCheck: Check = {
  name: NAMES.engine,
  async run({ engine, environment }) {
    const { command, version, notOnPath } = await engine.asked();
    const complete = hasLanguageHost(command, environment);
    if (notOnPath === undefined) {
      return complete
        ? ok(`${version}, pulumi on PATH`)
        : warning(
            `${version}, pulumi on PATH, but no ${LANGUAGE_HOST} on PATH or beside it`,
            `unless it is a shim for one that has it, up fails with "failed to load language plugin nodejs": ${INSTALL}`,
          );
    }
    const where = `${version} in ${command}; pulumi on PATH: ${notOnPath}`;
    return complete
      ? warning(where, `put it first on PATH to call it as pulumi: export PATH=${dirname(command)}:$PATH`)
      : wrong(`${where}; the one in ${command} has no ${LANGUAGE_HOST} and is good for npm run offline only`, INSTALL);
  },
};
