import { PulumiCommand } from "@pulumi/pulumi/automation";
import { satisfies } from "semver";
import { projectRoot } from "../lib/paths";
import { readProject } from "../lib/stack-files";
import { messageOf } from "../lib/user-error";
import { engineFolder, engineVersion } from "./version";

/** The versions that this project runs with: `requiredPulumiVersion` of Pulumi.yaml. */
export function requiredVersion(): string {
  return readProject(projectRoot).requiredPulumiVersion ?? "*";
}

/** The user's own `pulumi`, if Pulumi.yaml accepts its version. */
export async function onPath(): Promise<PulumiCommand> {
  const engine = await get();
  const version = String(engine.version);
  if (!satisfies(version, requiredVersion())) {
    throw new Error(`found version ${version}; expected ${requiredVersion()}`);
  }
  return engine;
}

/** The wanted version, if an earlier run or another Pulumi tool left it. */
export async function keptCopy(): Promise<PulumiCommand> {
  const root = engineFolder();
  const engine = await get(root);
  if (String(engine.version) !== engineVersion) {
    throw new Error(`${engine.command} says that it is version ${String(engine.version)}`);
  }
  return engine;
}

async function get(root?: string): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get(root === undefined ? {} : { root });
  } catch (error) {
    const message = messageOf(error);
    if (message.includes("ENOENT")) {
      throw new Error(root === undefined ? "there is none" : `there is none in ${root}`, { cause: error });
    }
    // Everything after the first lines is the wrapper's own record of the command.
    throw new Error(/(?:stderr|Error): *(.+)/.exec(message)?.[1] ?? message, { cause: error });
  }
}
