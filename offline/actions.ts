import { readCloud } from "./stand-in/cloud";
import type { Request } from "./arguments";
import { openSession, type Session, type SessionOptions } from "./session";
import { deleteStateFolder, pathsIn } from "./state-folder";
import { summaryOf } from "./summary";

export type Surroundings = Omit<SessionOptions, "state" | "world" | "config" | "stack"> & {
  /** Takes what the command was asked for, in place of progress. */
  readonly print: (text: string) => void;
};

/** Deletes the state folder; needs no engine. */
export function reset({ state }: Request, print: (text: string) => void): void {
  deleteStateFolder(state);
  print(`${state} is gone: the next up starts from nothing.\n`);
}

/** Does what was asked, on the one stack or on all. */
export async function perform(request: Request, surroundings: Surroundings): Promise<void> {
  const { action, state, world, config, stack } = request;
  const session = await openSession({ ...surroundings, state, world, config, stack });
  const { print } = surroundings;
  try {
    switch (action) {
      case "up":
        for (const name of session.stacks) await session.on(name).up();
        print(summaryOf(readCloud(pathsIn(state).cloud)));
        break;
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
        await destroy(session, stack);
        break;
      case "reset":
      case "help":
        break;
    }
  } finally {
    await session.close();
  }
}

async function refresh(session: Session, name: string, print: (text: string) => void): Promise<void> {
  const { changed } = await session.on(name).refresh();
  if (changed.length === 0) {
    print(`${name}: no drift, the cloud holds what the last up left.\n`);
    return;
  }
  print(`${name}: drift. Somebody else has changed these, up puts them back:\n`);
  for (const { operation, resource } of changed) print(`  ${operation} ${resource}\n`);
}

/** All are asked before the first one loses anything; a stack that another one relies on goes last. */
async function destroy(session: Session, asked: string | undefined): Promise<void> {
  const names: string[] = [];
  for (const name of [...session.stacks].reverse()) {
    if (asked !== undefined || session.on(name).exists()) names.push(name);
  }
  for (const name of names) await session.on(name).previewDestroy();
  for (const name of names) await session.on(name).destroy();
}
