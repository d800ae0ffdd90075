import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, parse, parseDocument } from "yaml";
import type { Setting } from "./arguments";
import { stackNames } from "../lib/stack-files";
import { UserError } from "../lib/user-error";

/** A stack's file as a run uses it. */
export interface StackFile {
  readonly stack: string;
  /** A setting of the project (`repository`) or of a provider (`aws:region`); undefined where the file has none. */
  setting(key: string): unknown;
}

/** Lines that belong to the real stack's secrets; offline has a secrets provider of its own. */
const secretsLines = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** The project as a run uses it. */
export interface ProjectCopy {
  /** The project's name, `name` in Pulumi.yaml. */
  readonly name: string;
  /** In an order in which all can be brought up: who creates the account's OIDC provider comes first. */
  readonly stacks: readonly StackFile[];
}

/**
 * Copies Pulumi.yaml and the stack files into the folder that the engine works in, with this run's changes of settings.
 *
 * @param only The stack that the settings are for; undefined means all.
 * @throws {UserError} for a stack without a file, and for a file that is no YAML.
 */
export function copyStackFiles(from: string, to: string, settings: readonly Setting[], only?: string): ProjectCopy {
  const names = stackNames(from);
  if (only !== undefined && !names.includes(only)) {
    throw new UserError(`there is no Pulumi.${only}.yaml; the stacks that have a file are ${names.join(", ")}`);
  }
  copyFileSync(join(from, "Pulumi.yaml"), join(to, "Pulumi.yaml"));
  const { name } = parse(readFileSync(join(from, "Pulumi.yaml"), "utf8")) as { name: string };

  const stacks = names
    .map((stack) => {
      const file = `Pulumi.${stack}.yaml`;
      const document = read(join(from, file), file);
      if (only === undefined || only === stack) change(document, settings, name);
      useOwnSecrets(document, join(to, file));
      writeFileSync(join(to, file), document.toString({ lineWidth: 0 }));
      return { stack, setting: (key: string) => lookUp(document, key, name) };
    })
    .sort((one, other) => Number(creates(other)) - Number(creates(one)));
  return { name, stacks };
}

function creates(file: StackFile): boolean {
  return file.setting("oidcProvider") === "create";
}

function read(path: string, name: string): Document {
  const document = parseDocument(readFileSync(path, "utf8"));
  const [error] = document.errors;
  if (error) throw new UserError(`${name} is not YAML: ${error.message.split("\n", 1).join("")}`);
  return document;
}

function change(document: Document, settings: readonly Setting[], project: string): void {
  for (const { key, value } of settings) {
    const existing = spellings(key, project).find((spelling) => document.hasIn(["config", spelling]));
    document.setIn(["config", existing ?? key], document.createNode(value));
  }
}

function lookUp(document: Document, key: string, project: string): unknown {
  const spelling = spellings(key, project).find((each) => document.hasIn(["config", each])) ?? key;
  const config = (document.toJS() as { config?: Record<string, unknown> } | null)?.config;
  return config?.[spelling];
}

/** A setting of the project may be written with the project's name in front or without. */
function spellings(key: string, project: string): string[] {
  if (!key.includes(":")) return [key, `${project}:${key}`];
  return key.startsWith(`${project}:`) ? [key, key.slice(project.length + 1)] : [key];
}

/** The engine writes a salt into the stack's file; it has to be the same one in the next run's copy. */
function useOwnSecrets(document: Document, earlierCopy: string): void {
  for (const line of secretsLines) document.delete(line);
  if (!existsSync(earlierCopy)) return;
  const { encryptionsalt } = parse(readFileSync(earlierCopy, "utf8")) as { encryptionsalt?: string };
  if (encryptionsalt !== undefined) document.set("encryptionsalt", encryptionsalt);
}
