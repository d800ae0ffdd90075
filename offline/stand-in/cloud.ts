import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { messageOf } from "../../lib/user-error";
import type { Properties } from "./properties";
import type { World } from "./world";

/** All that the stand-in cloud remembers: the contents of its file, which a test may read and edit between runs. */
export interface Cloud {
  /** What the file was made from. Accounts and repositories are looked up here; the rest has become resources. */
  readonly world: World;
  resources: StoredResource[];
  faults: Fault[];
  /** The calls that took effect, oldest first. */
  readonly journal: JournalEntry[];
}

export interface StoredResource {
  /** Pulumi's type token. */
  readonly type: string;
  readonly id: string;
  /** The AWS account or GitHub owner that it belongs to. */
  readonly account?: string;
  properties: Properties;
  /** Keys of the objects in a bucket. */
  objects?: readonly string[];
  /** Keys of which a versioned bucket has earlier versions or delete markers. */
  versions?: readonly string[];
}

/** What may be done to a resource. */
export type Change = "create" | "update" | "delete";
export type Operation = Change | "read";

/** A failure to come: the next `times` calls that match wait for `delaySeconds`, then fail with `message`. */
export interface Fault {
  readonly type: string;
  readonly operation: Operation;
  /** The error's text; empty for a call that is only slow. */
  readonly message: string;
  times: number;
  readonly delaySeconds?: number;
}

export interface JournalEntry {
  readonly operation: Change;
  readonly type: string;
  readonly id: string;
}

/**
 * What this process last read or wrote, by file, and which state of the file that was. Every call of the cloud's API
 * reads the file and most write it: parsing it each time would cost a large cloud most of its time.
 */
const known = new Map<string, { readonly version: string; readonly cloud: Cloud }>();

/** @throws Error if there is no such file, or this module has not written it. */
export function readCloud(file: string): Cloud {
  const version = versionOf(file);
  const last = known.get(file);
  if (last?.version === version) return copyOf(last.cloud);
  const text = readFileSync(file, "utf8");
  try {
    const cloud = JSON.parse(text) as Cloud;
    if (!isCloud(cloud)) throw new Error("a part is missing");
    known.set(file, { version, cloud });
    return copyOf(cloud);
  } catch (error) {
    throw new Error(`the stand-in cloud's file ${file} is not what it wrote: ${messageOf(error)}`, { cause: error });
  }
}

function isCloud(value: Partial<Cloud> | null): value is Cloud {
  const { world, resources, faults, journal } = value ?? {};
  return typeof world === "object" && [resources, faults, journal].every(Array.isArray);
}

/** Writes all at once: a reader sees the old file or the new one, never half of one. */
function writeCloud(file: string, cloud: Cloud): void {
  const unfinished = `${file}.${process.pid}.new`;
  writeFileSync(unfinished, `${JSON.stringify(cloud, undefined, 2)}\n`);
  // Looked at before others can change it.
  const version = versionOf(unfinished);
  renameSync(unfinished, file);
  known.set(file, { version, cloud: copyOf(cloud) });
}

/** Reads, changes and writes the file with nothing of this process in between. If `edit` throws, nothing is written. */
export function editCloud<Result>(file: string, edit: (cloud: Cloud) => Result): Result {
  const cloud = readCloud(file);
  const result = edit(cloud);
  writeCloud(file, cloud);
  return result;
}

/** Another one for each write, by this module (a new file) or by another program (another time or size). */
function versionOf(file: string): string {
  const { ino, mtimeNs, size } = statSync(file, { bigint: true });
  return [ino, mtimeNs, size].join(" ");
}

/** Anyone who gets it may change it. Shared are only properties and journal entries, which are replaced, never changed. */
function copyOf({ world, resources, faults, journal, ...others }: Cloud): Cloud {
  return {
    world: structuredClone(world),
    resources: resources.map((resource) => ({ ...resource })),
    faults: faults.map((fault) => ({ ...fault })),
    journal: [...journal],
    ...others,
  };
}

/** Makes the file, unless there is one. */
export function seedCloud(file: string, world: World, resources: (world: World) => StoredResource[]): void {
  if (!existsSync(file)) writeCloud(file, { world, resources: resources(world), faults: [], journal: [] });
}

/** The resources of one type that an account or an owner has. */
export function resourcesOf(cloud: Cloud, type: string, account: string): StoredResource[] {
  return cloud.resources.filter((resource) => resource.type === type && resource.account === account);
}

export function findResource(cloud: Cloud, type: string, account: string, id: string): StoredResource | undefined {
  return resourcesOf(cloud, type, account).find((resource) => resource.id === id);
}
