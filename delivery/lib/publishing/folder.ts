// The built site on the runner.
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { DeliveryError, messageOf } from "../actions.ts";

/** Where the built site is. */
export function siteIn(temp: string): string {
  return join(temp, "site");
}

/**
 * The keys of all files below a folder, sorted.
 *
 * @throws DeliveryError if the folder cannot be read or holds something that is not a file.
 */
export function filesBelow(folder: string): string[] {
  const start = join(folder, sep).length;
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const found = entries.filter((entry) => !entry.isDirectory());
    const strange = found.find((entry) => !entry.isFile());
    if (strange !== undefined) throw new DeliveryError(`${join(strange.parentPath, strange.name)} is not a file`);
    return found
      .map(({ parentPath, name }) => join(parentPath, name).slice(start).split(sep).join("/"))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    throw error instanceof DeliveryError ? error : new DeliveryError(`The release cannot be read: ${messageOf(error)}`);
  }
}
