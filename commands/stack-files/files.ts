import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Problem } from "../../components/policy/input-error";
import { readText } from "../../lib/read-text";
import { fileOf, stackNames } from "../../lib/stack-files";
import { messageOf, UserError } from "../../lib/user-error";
import { enginesLines, listOf, saysTheSame, textOf } from "./file-text";
import { refuse } from "./problems";
import type { Stack } from "./stacks";

/** What has become of the stacks' files, by the stacks' names. */
export interface Outcome {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Made from this list once, and not among its stacks any more. */
  readonly leftOver: readonly string[];
}

/** Where the files are, and what they are made from. */
export interface Place {
  readonly folder: string;
  /** The list, as the files' first lines name it. */
  readonly list: string;
  /** The project's name, which the engine puts in front of the settings' names. */
  readonly project: string;
}

/**
 * Writes the stacks' files where they do not say the same already.
 *
 * @throws {UserError} where a file is in the way that was not made from this list. Nothing is written then.
 */
export function writeFiles(stacks: readonly Stack[], place: Place): Outcome {
  const { folder, list } = place;
  const plans = stacks.map((stack) => ({
    stack: stack.name,
    old: read(folder, stack.name),
    text: textOf(stack, list),
  }));
  refuse(
    `There are files in the way in ${folder}:`,
    plans.flatMap(({ stack, old }) => (old === undefined ? [] : inTheWay(stack, old, list))),
  );
  const changed = plans.filter(({ old, text }) => old === undefined || !saysTheSame(old, text, place.project));
  for (const { stack, old, text } of changed) write(join(folder, fileOf(stack)), text + enginesLines(old));
  const written = changed.map(({ stack }) => stack);
  const names = stacks.map(({ name }) => name);
  return {
    written,
    unchanged: names.filter((name) => !written.includes(name)),
    leftOver: stackNames(folder).filter((name) => !names.includes(name) && listOf(read(folder, name) ?? "") === list),
  };
}

function inTheWay(stack: string, text: string, list: string): Problem[] {
  const made = listOf(text);
  if (made === list) return [];
  const origin = made === undefined ? "was written by hand" : `was generated from ${made}`;
  const remedy = "delete it, if the list has all that it says, or give the repository another name in the list";
  return [
    { key: fileOf(stack), message: `${origin}; expected none or one that was generated from ${list}: ${remedy}` },
  ];
}

function read(folder: string, stack: string): string | undefined {
  const path = join(folder, fileOf(stack));
  return existsSync(path) ? readText(path) : undefined;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(messageOf(error), { cause: error });
  }
}
