import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { offlineCommand } from "../lib/paths";
import { messageOf, UserError } from "../lib/user-error";

/** The paths in one state folder. */
export interface StatePaths {
  /** The state folder itself. */
  readonly root: string;
  /** Pulumi.yaml and the stack files as this run uses them. */
  readonly project: string;
  /** The engine's file backend. */
  readonly backend: string;
  /** The engine's PULUMI_HOME. */
  readonly home: string;
  /** What the stand-in AWS and GitHub hold. */
  readonly cloud: string;
}

/** A state folder that this process has to itself until it releases it. */
export interface StateFolder extends StatePaths {
  readonly release: () => void;
}

/** A folder with this file in it was made by this command, which may therefore delete it. */
const marker = "made-by-npm-run-offline";
const lock = "in-use";

export function pathsIn(folder: string): StatePaths {
  return {
    root: folder,
    project: join(folder, "project"),
    backend: join(folder, "backend"),
    home: join(folder, "home"),
    cloud: join(folder, "cloud.json"),
  };
}

/**
 * Makes the folder if it is missing, and keeps other runs out of it.
 *
 * @throws {UserError} for a folder with other files in it, or one that another run is using.
 */
export function openStateFolder(folder: string): StateFolder {
  refuseForeign(folder);
  const paths = pathsIn(folder);
  try {
    for (const part of [paths.project, paths.backend, paths.home]) mkdirSync(part, { recursive: true });
    writeFileSync(join(folder, marker), "npm run offline -- reset deletes this folder.\n");
  } catch (error) {
    throw new UserError(`no state can be kept in ${folder}: ${messageOf(error)}`, { cause: error });
  }
  takeLock(folder);
  dropLocksOfTheDead(paths.backend);
  const release = (): void => {
    rmSync(join(folder, lock), { force: true });
  };
  return { ...paths, release };
}

/** @throws {UserError} if the folder holds the stacks of a project with another name, whose cloud would be in the way. */
export function refuseOtherProject({ root, backend }: StatePaths, name: string): void {
  const stacks = join(backend, ".pulumi/stacks");
  const other = existsSync(stacks) ? readdirSync(stacks).find((each) => each !== name) : undefined;
  if (other === undefined) return;
  const got = `name in Pulumi.yaml: got "${name}"; expected "${other}", whose stacks are in ${root}.`;
  throw new UserError(`${got}\n${offlineCommand("reset", root)} starts over.`);
}

/** Deletes the folder with all that is in it; a missing one is no error. */
export function deleteStateFolder(folder: string): void {
  if (!existsSync(folder)) return;
  refuseForeign(folder);
  takeLock(folder);
  rmSync(folder, { recursive: true, force: true });
}

function refuseForeign(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, marker))) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is not a folder: choose one with --state`);
  if (readdirSync(folder).length === 0) return;
  throw new UserError(`${folder} holds files of somebody else: choose a new or empty folder with --state`);
}

/** The lock is a file with the process's number in it; one whose process is gone is taken over. */
function takeLock(folder: string): void {
  const file = join(folder, lock);
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch {
    const owner = Number(readFileSync(file, "utf8"));
    if (owner !== process.pid && isRunning(owner)) {
      throw new UserError(
        `${folder} is in use by another run (process ${owner}): wait for it, or choose another folder with --state`,
      );
    }
    writeFileSync(file, String(process.pid));
  }
}

/** A killed engine leaves its lock on the stack; there is no other one here, as this process has the folder. */
function dropLocksOfTheDead(backend: string): void {
  const locks = join(backend, ".pulumi/locks");
  if (!existsSync(locks)) return;
  for (const name of readdirSync(locks, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".json")) continue;
    if (!isRunning(ownerOf(join(locks, name)))) rmSync(join(locks, name));
  }
}

/** The process that a lock of the engine's names; 0 if the lock was cut off. */
function ownerOf(lock: string): number {
  try {
    return (JSON.parse(readFileSync(lock, "utf8")) as { pid?: number } | null)?.pid ?? 0;
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
