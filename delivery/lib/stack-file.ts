// The small reader of a committed Pulumi.<stack>.yaml, for scripts that run without packages.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DeliveryError, messageOf } from "./actions.ts";
import { parseJson } from "./json.ts";
import { type ConfigValue, type Entry, entriesOf } from "./yaml-values.ts";
import { type Line, linesOf } from "./yaml-lines.ts";

export type { ConfigValue };

/** The project of a folder without a Pulumi.yaml: a repository that holds a site and no program. */
const PROJECT = "passwordless-cicd";

export interface StackFile {
  /** Its name, for messages. */
  readonly file: string;
  /** The project's name. */
  readonly project: string;
  /**
   * A setting, or its default in Pulumi.yaml, or undefined if it has neither. A key without a colon is the program's own:
   * `<project>:branch` is the same as `branch`.
   *
   * @throws DeliveryError if the key occurs twice or its value cannot be read.
   */
  readonly value: (key: string) => ConfigValue | undefined;
}

/**
 * Reads a stack's file. Only values that are asked for must be of a form that this reader knows.
 *
 * @throws DeliveryError if the file is missing, or is not a YAML map of settings.
 */
export function readStackFile(path: string): StackFile {
  const file = basename(path);
  const lines = readLines(path);
  if (lines.length === 0) throw new DeliveryError(`${file}: holds nothing; expected a stack's settings`);
  const entries = entriesOf(lines);
  const elsewhere = only("environment", entries);
  if (elsewhere !== undefined) throw elsewhere.line.refuse("takes settings from elsewhere; expected them in config");
  const config = only("config", entries)?.entries() ?? [];
  const { project, settings } = projectIn(dirname(path));
  const given = (key: string) => settingIn(config, key, project)?.read();
  const declared = (key: string) => {
    const entries = settingIn(settings, key, project)?.entries() ?? [];
    return (only("default", entries) ?? only("value", entries))?.read();
  };
  return { file, project, value: (key) => given(key) ?? declared(key) };
}

/** The one entry of a setting, in any spelling. */
function settingIn(config: readonly Entry[], key: string, project: string): Entry | undefined {
  const names = spellings(key.includes(":") ? key : `${project}:${key}`);
  if (!key.includes(":")) names.push(key);
  const [found, again] = config.filter((entry) => names.includes(entry.key));
  if (found !== undefined && again !== undefined)
    throw again.line.refuse(`has ${key} a second time (the first is in line ${found.line.number}); expected it once`);
  return found;
}

/** The AWS accounts that a stack may be in. Quoted or not, but a number with a leading zero only quoted. */
export function accountsOf({ file, value }: StackFile): readonly string[] {
  const given = value("aws:allowedAccountIds");
  // `pulumi config set` without --path writes a list as the JSON text that it was given.
  const accounts = typeof given === "string" ? parseJson(given) : given;
  const ids = Array.isArray(accounts) ? accounts.map(String) : [];
  if (ids.length > 0 && ids.every((id) => /^\d{12}$/.test(id))) return ids;
  const got = given === undefined ? "has none" : `got ${JSON.stringify(given).slice(0, 80)}`;
  throw new DeliveryError(
    `${file}: ${got}; expected one list of account numbers, aws:allowedAccountIds: ["111122223333"]`,
  );
}

/** `aws:config:region` is an older spelling of `aws:region` that Pulumi still reads. */
function spellings(key: string): string[] {
  return [key, key.replace(":", ":config:")];
}

/** The one entry of a name in a map. */
export function only(key: string, entries: readonly Entry[]): Entry | undefined {
  const [found, again] = entries.filter((entry) => entry.key === key);
  if (again !== undefined) throw again.line.refuse(`has ${key} a second time; expected it once`);
  return found;
}

/** A project's name, and its settings as Pulumi.yaml declares them. */
function projectIn(folder: string): { readonly project: string; readonly settings: readonly Entry[] } {
  if (!existsSync(join(folder, "Pulumi.yaml"))) return { project: PROJECT, settings: [] };
  const entries = readProjectFile(folder);
  const project = only("name", entries)?.read();
  if (typeof project !== "string") throw new DeliveryError("Pulumi.yaml: has no name; expected the project's name");
  return { project, settings: only("config", entries)?.entries() ?? [] };
}

/** The entries of a folder's Pulumi.yaml. @throws DeliveryError if there is none, or Pulumi reads other files. */
export function readProjectFile(folder: string): readonly Entry[] {
  if (existsSync(join(folder, "Pulumi.json")))
    throw new DeliveryError("Pulumi.json: Pulumi reads it instead of Pulumi.yaml; expected Pulumi.yaml alone");
  const entries = entriesOf(readLines(join(folder, "Pulumi.yaml")));
  const elsewhere = only("stackConfigDir", entries);
  if (elsewhere !== undefined)
    throw elsewhere.line.refuse("moves the stacks' files (stackConfigDir); expected them beside Pulumi.yaml");
  return entries;
}

function readLines(path: string): readonly Line[] {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new DeliveryError(`${basename(path)}: cannot be read (${messageOf(error)}); expected a committed file`);
  }
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DeliveryError(`${basename(path)}: is not UTF-8 text; expected a stack's settings`);
  }
  return linesOf(basename(path), text);
}
