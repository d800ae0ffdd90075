// The stacks, by the committed files alone, since every collaborator may write variables.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DeliveryError, messageOf } from "./actions.ts";
import { NAME } from "./forms.ts";
import { accountsOf, readStackFile, type StackFile } from "./stack-file.ts";
import { branchIn, environmentIn, textIn } from "./stack-settings.ts";

export interface Stack {
  readonly stack: string;
  readonly environment: string;
  /** What the names of the environment's variables start with: `PRE_PROD` for `pre-prod`. */
  readonly prefix: string;
  /** The one branch that deploys it. */
  readonly branch: string;
  /** The environment that must be up before this one; empty if none must. */
  readonly after: string;
  /** The environment that waits for this one, as its own `after` would say it; empty if none does. */
  readonly before: string;
  /** The accounts that it may be in, for a comparison. */
  readonly accounts: string;
}

/** A file that cannot be used. Which environment it was to serve is not known. */
export interface Unusable {
  readonly stack: string;
  readonly why: string;
  /** The environment that waits for this one; empty if none does, undefined if that cannot be read. */
  readonly before: string | undefined;
}

export interface Committed {
  readonly stacks: readonly Stack[];
  readonly unusable: readonly Unusable[];
}

/**
 * The stacks of a repository whose files are in a folder, by name.
 *
 * @throws DeliveryError if two of them serve one environment.
 */
export function committedStacks(folder: string, repository: string): Committed {
  const stacks: Stack[] = [];
  const unusable: Unusable[] = [];
  for (const file of readdirSync(folder).sort()) {
    const stack = /^Pulumi\.(.+)\.yaml$/s.exec(file)?.[1];
    if (stack === undefined) continue;
    try {
      const found = readStack(folder, stack, repository);
      if (found !== undefined) stacks.push(found);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      unusable.push({ stack, why: error.message, before: beforeIn(join(folder, file)) });
    }
  }
  for (const [index, { environment, stack }] of stacks.entries()) {
    const other = stacks.slice(0, index).find((one) => one.environment === environment);
    if (other === undefined) continue;
    throw new DeliveryError(
      `Pulumi.${other.stack}.yaml and Pulumi.${stack}.yaml both serve the environment ${environment}; expected each once`,
    );
  }
  return { stacks, unusable };
}

/** One stack, or undefined if it is another repository's. */
export function readStack(folder: string, stack: string, repository: string): Stack | undefined {
  if (!NAME.test(stack))
    throw new DeliveryError(`${JSON.stringify(stack)} is not a stack's name; expected one like ${NAME.source}`);
  const read = readStackFile(join(folder, `Pulumi.${stack}.yaml`));
  const owner = textIn(read, "repository", /^[\w.-]+\/[\w.-]+$/, "owner/name");
  // GitHub ignores case here.
  if (owner.toLowerCase() !== repository.toLowerCase()) return undefined;
  const environment = environmentIn(read, stack);
  const [after, before] = [otherIn(read, "after"), otherIn(read, "before")];
  const prefix = environment.replaceAll("-", "_").toUpperCase();
  return { stack, environment, prefix, branch: branchIn(read), after, before, accounts: accountsIn(read) };
}

/** The environment that a setting names; empty if it names none. */
function otherIn(read: StackFile, key: "after" | "before"): string {
  return textIn(read, key, /^(?:[a-z][a-z0-9-]{0,30})?$/, "a name like prod, or nothing", "");
}

/** What is left of a file that cannot be used: it may still be the one that another environment waits for. */
function beforeIn(path: string): string | undefined {
  try {
    return otherIn(readStackFile(path), "before");
  } catch {
    return undefined;
  }
}

/** For a comparison only: the job that takes credentials refuses what cannot be read. */
function accountsIn(read: StackFile): string {
  try {
    return accountsOf(read).join();
  } catch (error) {
    return messageOf(error);
  }
}
