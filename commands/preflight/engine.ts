import { dirname } from "node:path";

import { satisfies } from "semver";

import { keptCopy, onPath } from "../../offline/engine/present";
import { messageOf } from "../../offline/user-error";
import { type Check, Ended, ok, warning, wrong } from "./check";
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
      throw new Ended(wrong(says, "npm run engine gets one, or install it: https://www.pulumi.com/docs/install/"));
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

export const engineCheck: Check = {
  name: NAMES.engine,
  async run({ engine }) {
    const { command, version, notOnPath } = await engine.asked();
    return notOnPath === undefined
      ? ok(`${version}, pulumi on PATH`)
      : warning(
          `${version} in ${command}; pulumi on PATH: ${notOnPath}`,
          `put it first on PATH to call it as pulumi: export PATH=${dirname(command)}:$PATH`,
        );
  },
};
