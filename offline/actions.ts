import type { DeployedStack, Deployment } from "../lib/deployment";
import { offlineCommand } from "../lib/paths";
import type { Request } from "./arguments";
import { bringUp } from "./first-up";
import { serve } from "./serve";
import { type Session, type SessionOptions, withSession } from "./session";
import type { Outcome, StackOperations } from "./stack-operations";
import { deleteStateFolder } from "./state-folder";
import { dnsRecordsOf, summaryOf } from "./summary";
import { type Looks, watched } from "./watched";

export type Surroundings = Omit<SessionOptions, "state" | "world" | "config" | "stack"> & Omit<Looks, "verbose">;

/** Deletes the state folder; needs no engine. */
export function reset({ state }: Request, print: (text: string) => void): void {
  deleteStateFolder(state);
  print(`${state} is gone: the next up starts from nothing.\n`);
}

/** Does what was asked, on the one stack or on all. */
export async function perform(request: Request, surroundings: Surroundings): Promise<void> {
  const { action, state, world, config, stack, verbose, port } = request;
  const { print } = surroundings;
  const serving = await withSession({ ...surroundings, state, world, config, stack }, async (session) => {
    const watch: Watch = (name, operate) => watched(session, name, operate, { ...surroundings, verbose });
    switch (action) {
      case "up":
        await up(session, watch, request, print);
        break;
      case "serve":
        for (const name of session.stacks) await bringUp(session, name, (operate) => watch(name, operate), print);
        return deployedStacks(session);
      case "preview":
        // The engine's output is what was asked for.
        for (const name of session.stacks) await session.on(name, { print }).preview();
        break;
      case "refresh":
        for (const name of session.stacks) await refresh(name, watch, print);
        break;
      case "export":
        for (const name of session.stacks) print(await session.on(name).export());
        break;
      case "destroy":
        await destroy(session, stack, watch, print);
        break;
      case "reset":
      case "help":
        break;
    }
    return undefined;
  });
  // By now others may use the state folder.
  if (serving !== undefined) await surroundings.interrupt.during((signal) => serve(serving, { print, port, signal }));
}

type Watch = (name: string, operate: (operations: StackOperations) => Promise<Outcome>) => Promise<Outcome>;

async function up(session: Session, watch: Watch, { state }: Request, print: (text: string) => void): Promise<void> {
  let changes = 0;
  for (const name of session.stacks)
    changes += (await bringUp(session, name, (operate) => watch(name, operate), print)).changed.length;
  if (changes === 0) {
    print(`Nothing changed. ${offlineCommand("reset", state)} forgets everything.\n`);
    return;
  }
  print(summaryOf(await deployedStacks(session), state));
}

async function deployedStacks(session: Session, names = session.stacks): Promise<DeployedStack[]> {
  const stacks: DeployedStack[] = [];
  for (const stack of names) {
    stacks.push({ stack, deployment: JSON.parse(await session.on(stack).export()) as Deployment });
  }
  return stacks;
}

async function refresh(name: string, watch: Watch, print: (text: string) => void): Promise<void> {
  const { changed } = await watch(name, (stack) => stack.refresh());
  if (changed.length === 0) {
    print(`${name}: no drift, the cloud holds what the last up left.\n`);
    return;
  }
  print(`${name}: drift. Somebody else has changed these, up puts them back:\n`);
  for (const { operation, resource } of changed) print(`  ${operation} ${resource}\n`);
}

/** All are asked before the first one loses anything; a stack that another one relies on goes last. */
async function destroy(
  session: Session,
  asked: string | undefined,
  watch: Watch,
  print: (text: string) => void,
): Promise<void> {
  const names: string[] = [];
  for (const name of [...session.stacks].reverse()) {
    if (asked !== undefined || session.on(name).exists()) names.push(name);
  }
  for (const name of names) await session.on(name).previewDestroy();
  for (const { stack, deployment } of await deployedStacks(session, names)) {
    const records = dnsRecordsOf(deployment).map((record) => `  ${record}\n`);
    if (records.length > 0) print(`${stack}: nobody but you deletes these DNS records:\n${records.join("")}`);
  }
  for (const name of names) await watch(name, (stack) => stack.destroy());
}
