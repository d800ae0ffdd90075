import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { addTo, worldOf } from "./default-world";
import type { StackFile } from "./stack-files";
import type { World } from "./stand-in/world";
import { parseWorld } from "./stand-in/world-file";
import { offlineCommand } from "../lib/paths";
import { messageOf, UserError } from "../lib/user-error";

/**
 * What the cloud of a state folder starts from. An existing one keeps what it holds: without a world file it gets
 * what the stack files name by now, and a world file is not read.
 *
 * @param file The world file; undefined means what the stack files name.
 * @throws {UserError} for a world file or a cloud that cannot be read.
 */
export function startingWorld(
  file: string | undefined,
  cloudFile: string,
  stacks: readonly StackFile[],
  say: (line: string) => void = () => undefined,
): World {
  const named = worldOf(stacks);
  if (!existsSync(cloudFile)) return file === undefined ? named : readWorld(file);
  if (file !== undefined) {
    say(`${file} is not read: the state folder has a cloud already, which reset would delete.`);
    return named;
  }
  try {
    addTo(cloudFile, named);
    return named;
  } catch (error) {
    const hint = `${offlineCommand("reset", dirname(cloudFile))} starts over.`;
    throw new UserError(`${messageOf(error)}\n${hint}`, { cause: error });
  }
}

function readWorld(file: string): World {
  try {
    return parseWorld(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`the world file ${file} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}
