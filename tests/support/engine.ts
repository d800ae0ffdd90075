import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { parseSetting } from "../../offline/arguments";
import { worldOf } from "../../offline/default-world";
import { keptCopy, onPath } from "../../engine/present";
import { type Session, type SessionOptions, withSession } from "../../offline/session";
import { type Cloud, readCloud, type StoredResource } from "../../offline/stand-in/cloud";
import type { World } from "../../offline/stand-in/world";
import { pathsIn } from "../../offline/state-folder";
import { EXAMPLE } from "./example/project";

/** The parts of the user's own environment that would change a test. */
const foreign = /^(PULUMI|GITHUB|AWS)_/;

let engine: PulumiCommand | undefined;
let told = false;

/**
 * A suite that runs on the real engine against the stand-in cloud. Without an engine its tests are pending and say why;
 * it takes one that is there and does not build one, which takes minutes: `npm run engine` does that.
 */
export function describeOnEngine(title: string, tests: () => void): void {
  describe(`engine: ${title}`, function () {
    const environment = { ...process.env };
    before(async function () {
      engine ??= await onPath()
        .catch(keptCopy)
        .catch(() => undefined);
      if (engine === undefined) {
        if (!told) console.log("    pending: there is no Pulumi engine here, npm run engine gets one");
        told = true;
        this.skip();
      }
      for (const name of Object.keys(process.env)) if (foreign.test(name)) Reflect.deleteProperty(process.env, name);
      // The engine is short-lived: to collect less garbage saves a tenth of its time.
      process.env.GOGC = "400";
    });
    after(() => {
      delete process.env.GOGC;
      Object.assign(process.env, environment);
    });
    tests();
  });
}

/** The engine that the tests run on; in a suite that describeOnEngine has not skipped. */
export function theEngine(): PulumiCommand {
  if (engine === undefined) throw new Error("only inside describeOnEngine");
  return engine;
}

/** PATH with that engine first. */
export function pathWithEngine(): string {
  const { command } = theEngine();
  return [...(isAbsolute(command) ? [dirname(command)] : []), process.env.PATH].join(delimiter);
}

export interface Run extends Partial<Omit<SessionOptions, "state" | "config">> {
  /** Changed settings, as after --config. */
  readonly config?: readonly string[];
}

/** Opens a session on a state folder for as long as the function takes; of the example if no project is given. */
export async function inSession<T>(state: string, run: Run, use: (session: Session) => Promise<T>): Promise<T> {
  const config = (run.config ?? []).map(parseSetting);
  return withSession({ engine: theEngine(), project: EXAMPLE, ...run, config, state }, use);
}

const temporary = mkdtempSync(join(tmpdir(), "passwordless-engine-"));
process.on("exit", () => {
  rmSync(temporary, { recursive: true, force: true });
});
let folders = 0;

/** The name of a new state folder. */
export function newState(): string {
  folders += 1;
  return join(temporary, `state-${folders}`);
}

/** A file backend and a cloud are files, so a state that is up is copied for each test, not brought up. */
function copyOf(state: string): string {
  const copy = newState();
  cpSync(state, copy, { recursive: true });
  return copy;
}

let dev: Promise<string> | undefined;
let both: Promise<string> | undefined;

/** A new state folder in which dev is up. */
export async function withDev(): Promise<string> {
  return copyOf(await (dev ??= bringUp(newState(), "dev")));
}

/** A new state folder in which dev and prod are up. */
export async function withBoth(): Promise<string> {
  both ??= withDev().then((state) => bringUp(state, "prod"));
  return copyOf(await both);
}

async function bringUp(state: string, stack: string): Promise<string> {
  await inSession(state, {}, (session) => session.on(stack).up());
  return state;
}

/** What an up of dev with these settings changes, in the engine's words. */
export async function upOfDev(state: string, config: readonly string[]): Promise<string[]> {
  const { changed } = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
  return changed
    .map(({ operation, resource }) => `${operation} ${resource}`)
    .filter((change) => !change.includes(" passwordless:"))
    .sort();
}

/** What the stand-in cloud of a state folder holds. */
export function cloudOf(state: string): Cloud {
  return readCloud(pathsIn(state).cloud);
}

/** The resources of a type that the cloud holds. */
export function held(state: string, type: string): StoredResource[] {
  return cloudOf(state).resources.filter((resource) => resource.type === type);
}

/** How often the cloud was asked for each kind of change, for example `{ "create aws:iam/role:Role": 2 }`. */
export function callsIn(state: string): Record<string, number> {
  const calls: Record<string, number> = {};
  for (const { operation, type } of cloudOf(state).journal) {
    calls[`${operation} ${type}`] = (calls[`${operation} ${type}`] ?? 0) + 1;
  }
  return calls;
}

/** A world file with the example repository, changed as the test needs it. */
export function worldFile(change: (world: World) => World): string {
  const file = `${newState()}.json`;
  const example = worldOf([{ stack: "dev", setting: (key) => (key === "repository" ? "acme/site" : undefined) }]);
  writeFileSync(file, JSON.stringify(change(example)));
  return file;
}

/** A resource as the engine keeps it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: object;
  readonly outputs: object;
}

interface Checkpoint {
  readonly checkpoint: { readonly latest: { resources: StateResource[] } };
}

/** Makes the engine believe that dev's last up left something else than the program now says. */
export function editState(state: string, edit: (resources: StateResource[]) => StateResource[]): void {
  const stored = checkpointIn(state);
  stored.checkpoint.latest.resources = edit(stored.checkpoint.latest.resources);
  writeFileSync(checkpointFile(state), JSON.stringify(stored));
}

/** What dev's last up left. */
export function resourcesIn(state: string): StateResource[] {
  return checkpointIn(state).checkpoint.latest.resources;
}

function checkpointIn(state: string): Checkpoint {
  return JSON.parse(readFileSync(checkpointFile(state), "utf8")) as Checkpoint;
}

function checkpointFile(state: string): string {
  return join(pathsIn(state).backend, ".pulumi/stacks/passwordless-cicd/dev.json");
}
