// The folder of a job's files on the runner: the built site, and what the steps of the job pass on to each other.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { DeliveryError, messageOf } from "../actions.ts";
import { parseJson } from "../json.ts";
import { textLike } from "../settings.ts";
import type { ReleaseFile } from "./files.ts";
import type { Outcome } from "./publish.ts";

/** Settings of all scripts that handle a release. Spread these into a script's settings. */
export const runSettings = {
  RUNNER_TEMP: textLike(/^/, "the runner's folder for a job's files, in which the built site is site/"),
};

/** By the step that has made it. */
interface HandedOn {
  /** What is to be published. */
  readonly prepared: readonly ReleaseFile[];
  /** What was published. */
  readonly published: Outcome;
}

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

export function handOn<Name extends keyof HandedOn>(temp: string, name: Name, value: HandedOn[Name]): void {
  try {
    mkdirSync(join(temp, "release"), { recursive: true });
    writeFileSync(fileOf(temp, name), JSON.stringify(value));
  } catch (error) {
    throw new DeliveryError(`RUNNER_TEMP: ${messageOf(error)}; expected a folder that can be written`);
  }
}

/** @throws DeliveryError if the step that makes it has not run. */
export function handedOn<Name extends keyof HandedOn>(temp: string, name: Name): HandedOn[Name] {
  try {
    return parseJson(readFileSync(fileOf(temp, name), "utf8")) as HandedOn[Name];
  } catch (error) {
    throw new DeliveryError(`RUNNER_TEMP: ${messageOf(error)}; expected what an earlier step leaves there`);
  }
}

function fileOf(temp: string, name: keyof HandedOn): string {
  return join(temp, "release", `${name}.json`);
}
