import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, isMap } from "yaml";
import type { Setting } from "./arguments";
import { placeOf, waitsFor } from "../lib/promotion";
import { readText } from "../lib/read-text";
import { fileOf, fullKey, type Project, readProject, readStackFile, stackNames } from "../lib/stack-files";
import { UserError } from "../lib/user-error";

/** A stack's file as a run uses it. */
export interface StackFile {
  readonly stack: string;
  /** A setting of the project (`repository`) or of a provider (`aws:region`), or its default; undefined without. */
  setting(key: string): unknown;
}

/** Lines that belong to the real stack's secrets; offline has a secrets provider of its own. */
const secretsLines = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** The project as a run uses it. */
export interface ProjectCopy {
  /** The project's name, `name` in Pulumi.yaml. */
  readonly name: string;
  /** In the order in which they come up: the one that creates the account's OIDC provider first, then by promotion. */
  readonly stacks: readonly StackFile[];
}

/**
 * Copies Pulumi.yaml and the stack files into the folder that the engine works in, with this run's changes of settings.
 *
 * @param only The stack that the run and the settings are for; undefined means all. Other stacks' files that cannot be
 * used are left out.
 * @throws {UserError} for a file that cannot be used, and if the stack has none.
 */
export function copyStackFiles(from: string, to: string, settings: readonly Setting[], only?: string): ProjectCopy {
  const project = readProject(from);
  const wanted = only === undefined ? stackNames(from) : [only];
  const files = wanted.map((stack) => copyOf(stack, settings, project, to));
  const others = stackNames(from).filter((stack) => !wanted.includes(stack));
  files.push(...others.flatMap((stack) => usable(() => copyOf(stack, [], project, to))));
  copyFileSync(join(from, "Pulumi.yaml"), join(to, "Pulumi.yaml"));
  files.sort((one, other) => (one.stack < other.stack ? -1 : 1));
  return { name: project.name, stacks: inOrder(files) };
}

/** Each behind those that it waits for. A circle is for the workflows to refuse: here it is cut anywhere. */
function inOrder(files: readonly StackFile[]): readonly StackFile[] {
  const left = files.filter(creates).concat(files.filter((file) => !creates(file)));
  const ordered: StackFile[] = [];
  while (left.length > 0) {
    const next = left.findIndex((one) => !left.some((other) => other !== one && comesAfter(one, other)));
    ordered.push(...left.splice(Math.max(next, 0), 1));
  }
  return ordered;
}

function comesAfter(one: StackFile, other: StackFile): boolean {
  if (creates(one) !== creates(other)) return creates(other);
  const place = (file: StackFile) => placeOf(file.stack, (key) => file.setting(key));
  return waitsFor(place(one), place(other));
}

function creates(file: StackFile): boolean {
  return file.setting("oidcProvider") === "create";
}

function usable(read: () => StackFile): StackFile[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** Writes the copy of one stack's file. */
export function copyStackFile(from: string, to: string, stack: string, settings: readonly Setting[]): StackFile {
  return copyOf(stack, settings, readProject(from), to);
}

function copyOf(stack: string, settings: readonly Setting[], project: Project, to: string): StackFile {
  const { document } = readStackFile(project, stack);
  const copy = join(to, fileOf(stack));
  change(document, settings, project.name);
  useOwnSecrets(document, copy);
  writeFileSync(copy, document.toString({ lineWidth: 0 }));
  const { config } = readStackFile({ ...project, folder: to }, stack);
  return { stack, setting: (key) => config[fullKey(key, project.name)] };
}

/** A setting of the project may be written with the project's name in front or without. */
function change(document: Document, settings: readonly Setting[], project: string): void {
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  for (const { key, value } of settings) {
    const full = fullKey(key, project);
    const bare = full.startsWith(`${project}:`) ? full.slice(project.length + 1) : full;
    const existing = [full, bare].find((spelling) => document.hasIn(["config", spelling]));
    document.setIn(["config", existing ?? key], document.createNode(value));
  }
}

/** The engine writes a salt into the stack's file; the next run's copy must have the same one. */
function useOwnSecrets(document: Document, earlierCopy: string): void {
  for (const line of secretsLines) document.delete(line);
  const earlier = existsSync(earlierCopy) ? readText(earlierCopy) : "";
  const salt = /^encryptionsalt: (.+)$/m.exec(earlier)?.[1];
  if (salt !== undefined) document.set("encryptionsalt", salt);
}
