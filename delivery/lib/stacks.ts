// Which stacks there are, and their order: by the committed files alone, since every collaborator may write variables.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DeliveryError, messageOf } from "./actions.ts";
import { ENVIRONMENT, NAME } from "./forms.ts";
import { accountsOf, readStackFile } from "./stack-file.ts";

export interface Stack {
  readonly stack: string;
  readonly environment: string;
  /** What the names of the environment's variables start with: `PRE_PROD` for `pre-prod`. */
  readonly prefix: string;
  /** The one branch that deploys it. */
  readonly branch: string;
  /** The environment that must be up before this one; empty where none must. */
  readonly after: string;
  /** The accounts that it may be in, for a comparison. */
  readonly accounts: string;
}

/** A file that cannot be used. What it was to say of order and environment is not known. */
export interface Unusable {
  readonly stack: string;
  readonly why: string;
}

export interface Committed {
  readonly stacks: readonly Stack[];
  readonly unusable: readonly Unusable[];
}

/**
 * The stacks whose files are in a folder and are of a repository, by name.
 *
 * @throws DeliveryError where two of them serve one environment.
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
      unusable.push({ stack, why: error.message });
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

/** One stack, or undefined where it is another repository's. */
export function readStack(folder: string, stack: string, repository: string): Stack | undefined {
  if (!NAME.test(stack))
    throw new DeliveryError(`${JSON.stringify(stack)} is no stack's name; expected one like ${NAME.source}`);
  const read = readStackFile(join(folder, `Pulumi.${stack}.yaml`));
  const text = (key: string, form: RegExp, want: string, fallback?: string): string => {
    const value = read.value(key) ?? fallback;
    if (typeof value === "string" && form.test(value)) return value;
    const got = value === undefined ? "is missing" : `got ${JSON.stringify(value).slice(0, 80)}`;
    throw new DeliveryError(`${read.file}: ${key} ${got}; expected ${want}`);
  };
  const owner = text("repository", /^[\w.-]+\/[\w.-]+$/, "owner/name");
  // GitHub does not tell capitals apart here.
  if (owner.toLowerCase() !== repository.toLowerCase()) return undefined;
  const name = "a name like prod";
  const environment = text("environment", new RegExp(`${ENVIRONMENT.source}|^$`), name, stack) || stack;
  const after = text("after", /^(?:[a-z][a-z0-9-]{0,30})?$/, `${name}, or nothing`, "");
  const branch = text("branch", /^\S+$/, "the name of a branch", "main");
  const prefix = environment.replaceAll("-", "_").toUpperCase();
  return { stack, environment, prefix, branch, after, accounts: accountsIn(read) };
}

/** For a comparison only: the job that takes credentials refuses what cannot be read. */
function accountsIn(read: ReturnType<typeof readStackFile>): string {
  try {
    return accountsOf(read).join();
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * The stacks in the order of promotion: each behind the one that it names as `after`, and by name where that is free.
 *
 * @throws DeliveryError where `after` names no environment of the repository, or goes in a circle.
 */
export function inOrder({ stacks, unusable }: Committed): readonly Stack[] {
  const environments = stacks.map(({ environment }) => environment);
  const ordered: Stack[] = [];
  const isFree = ({ after }: Stack): boolean =>
    after === "" || !environments.includes(after) || ordered.some(({ environment }) => environment === after);
  for (const { after, stack } of stacks) {
    // Whose file cannot be used may be the one that is meant.
    if (after === "" || environments.includes(after) || unusable.length > 0) continue;
    throw new DeliveryError(
      `Pulumi.${stack}.yaml: after got ${after}; expected an environment of this repository, one of ${environments.join(", ")}`,
    );
  }
  while (ordered.length < stacks.length) {
    const left = stacks.filter((stack) => !ordered.includes(stack));
    const next = left.find(isFree);
    if (next === undefined) {
      const circle = left.map(({ environment, after }) => `${environment} after ${after}`).join(", ");
      throw new DeliveryError(`after goes in a circle: ${circle}; expected one that comes first`);
    }
    ordered.push(next);
  }
  return ordered;
}
