// How a release lies on the runner, and what S3 keys its files get.
import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { DeliveryError, messageOf } from "./actions.ts";
import { bucketName } from "./forms.ts";
import { isRecord } from "./json.ts";
import { textLike } from "./settings.ts";

/** What a release says of itself, in release.json and in its list. */
export interface Release {
  readonly commit: string;
  readonly run: string;
  /** ISO 8601. */
  readonly time: string;
}

/** The files of a release, by their keys. */
export interface ReleaseList extends Release {
  readonly files: readonly string[];
}

/** Settings of all scripts that handle a release. Spread these into a script's settings. */
export const releaseSettings = {
  RUNNER_TEMP: textLike(/^/, "the folder in which the built site was put as site/"),
  SITE_BUCKET: bucketName,
  GITHUB_RUN_ID: textLike(/^[1-9]\d*$/, "the run's id"),
};

/** Everything below this is a file whose name changes with its content: it may be kept for ever. */
export const ASSETS = "assets/";

/** Where the lists of releases are. */
export const LISTS = "_releases/";

/** The key of a run's list. */
export function listKey(run: string): string {
  return `${LISTS}${run}.json`;
}

/** What says which release is served. */
export const MARKER = "release.json";

/**
 * The keys of all files below a folder, sorted.
 *
 * @throws DeliveryError if the folder cannot be read or holds something that is no file.
 */
export function filesBelow(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const found = entries.filter((entry) => !entry.isDirectory());
    const strange = found.find((entry) => !entry.isFile());
    if (strange !== undefined) throw new DeliveryError(`${join(strange.parentPath, strange.name)} is not a file`);
    return found
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join("/"))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    throw error instanceof DeliveryError ? error : new DeliveryError(`The release cannot be read: ${messageOf(error)}`);
  }
}

/** A release's list, or undefined where the value is none. */
export function asReleaseList(value: unknown): ReleaseList | undefined {
  if (!isRecord(value) || !Array.isArray(value.files)) return undefined;
  const { commit, run, time } = value;
  const files = value.files as unknown[];
  const isText = (one: unknown): one is string => typeof one === "string";
  return isText(commit) && isText(run) && isText(time) && files.every(isText)
    ? { commit, run, time, files }
    : undefined;
}
