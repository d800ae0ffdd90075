import type { DeployedStack, Deployment } from "../lib/deployment";
import { offlineCommand } from "../lib/paths";
import type { Request } from "./arguments";
import { bringUp } from "./first-up";
import type { Interrupt } from "./interrupt";
import { serve } from "./serve";
import { type Session, type SessionOptions, withSession } from "./session";
import { deleteStateFolder } from "./state-folder";
import { dnsRecordsOf, summaryOf } from "./summary";
import type { Looks } from "./watched";

export interface Surroundings extends Pick<SessionOptions, "engine" | "project" | "say">, Omit<Looks, "verbose"> {
  readonly interrupt: Interrupt;
}

/** Deletes the state folder; needs no engine. */
export function reset({ state }: Request, print: (text: string) => void): void {
  deleteStateFolder(state);
  print(`${state} is gone: the next up starts from nothing.\n`);
}

/** Does what was asked, on the one stack or on all. */
export async function perform(request: Request, surroundings: Surroundings): Promise<void> {
  const { action, verbose, port } = request;
  const { print, terminal, interrupt } = surroundings;
  const options = { ...surroundings, ...request, looks: { print, verbose, terminal } };
  const serving = await withSession(options, async (session) => {
    switch (action) {
      case "up":
        await up(session, request, print);
        break;
      case "serve":
        for (const name of session.stacks) await bringUp(session, name, print);
        return deployedStacks(session);
      case "preview":
        for (const name of session.stacks) await session.on(name).preview();
        break;
      case "refresh":
        for (const name of session.stacks) await refresh(session, name, print);
        break;
      case "export":
        for (const name of session.stacks) print(await session.on(name).export());
        break;
      case "destroy":
        await destroy(session, request.stack, print);
        break;
      case "reset":
      case "help":
        break;
    }
    return undefined;
  });
  // By now others may use the state folder.
  if (serving !== undefined) await interrupt.during((signal) => serve(serving, { print, port, signal }));
}

async function up(session: Session, { state }: Request, print: (text: string) => void): Promise<void> {
  let changes = 0;
  for (const name of session.stacks) changes += (await bringUp(session, name, print)).changed.length;
  if (changes > 0) print(summaryOf(await deployedStacks(session), state));
  else print(`Nothing changed. ${offlineCommand("reset", state)} forgets everything.\n`);
}

async function deployedStacks(session: Session, names = session.stacks): Promise<DeployedStack[]> {
  const stacks: DeployedStack[] = [];
  for (const stack of names) {
    stacks.push({ stack, deployment: JSON.parse(await session.on(stack).export()) as Deployment });
  }
  return stacks;
}

async function refresh(session: Session, name: string, print: (text: string) => void): Promise<void> {
  const { changed } = await session.on(name).refresh();
  if (changed.length === 0) {
    print(`${name}: no drift, the cloud holds what the last up left.\n`);
    return;
  }
  print(`${name}: drift. Somebody else has changed these; up puts them back:\n`);
  for (const { operation, resource } of changed) print(`  ${operation} ${resource}\n`);
}

/** All are asked before the first one loses anything; a stack that another one relies on goes last. */
async function destroy(session: Session, asked: string | undefined, print: (text: string) => void): Promise<void> {
  const names = [...session.stacks].reverse().filter((name) => asked !== undefined || session.on(name).exists());
  for (const name of names) await session.on(name).previewDestroy();
  for (const { stack, deployment } of await deployedStacks(session, names)) {
    const records = dnsRecordsOf(deployment).map((record) => `  ${record}\n`);
    if (records.length > 0) print(`${stack}: nobody but you deletes these DNS records:\n${records.join("")}`);
  }
  for (const name of names) await session.on(name).destroy();
}
