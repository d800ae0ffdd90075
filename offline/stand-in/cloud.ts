import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
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
  readonly provider: string;
  /** Pulumi's type token. */
  readonly type: string;
  readonly id: string;
  /** The AWS account or GitHub owner that it belongs to. */
  readonly account?: string;
  properties: Properties;
  /** Keys of the objects in a bucket. */
  objects?: string[];
}

export type Operation = "create" | "read" | "update" | "delete";

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
  readonly operation: Exclude<Operation, "read">;
  readonly type: string;
  readonly id: string;
}

/** @throws Error where there is no such file, or it is not JSON. */
export function readCloud(file: string): Cloud {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text) as Cloud;
  } catch (error) {
    throw new Error(`the stand-in cloud's file ${file} is not JSON: ${String(error)}`, { cause: error });
  }
}

/** Writes all at once: a reader sees the old file or the new one, never half of one. */
export function writeCloud(file: string, cloud: Cloud): void {
  const unfinished = `${file}.${process.pid}.new`;
  writeFileSync(unfinished, `${JSON.stringify(cloud, undefined, 2)}\n`);
  renameSync(unfinished, file);
}

/** Reads, changes and writes the file with nothing of this process in between. What throws writes nothing. */
export function editCloud<Result>(file: string, edit: (cloud: Cloud) => Result): Result {
  const cloud = readCloud(file);
  const result = edit(cloud);
  writeCloud(file, cloud);
  return result;
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
