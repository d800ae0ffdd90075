import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

import { shown } from "../../components/policy/input-error";
import { SETTINGS } from "../../components/policy/setting-forms";
import { readText } from "../../lib/read-text";
import { messageOf, UserError } from "../../lib/user-error";

interface ProjectFile {
  readonly name: string;
  readonly config: Readonly<Record<string, { readonly default?: unknown }>>;
}

interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
}

function isSetting(key: string): key is keyof typeof SETTINGS {
  return Object.keys(SETTINGS).includes(key);
}

/**
 * A setting of a stack as text: an object with one `key=value` a line, an empty one as nothing.
 *
 * @param folder - The project.
 * @throws {UserError} where the committed files do not have the setting, or not in its form.
 */
export function settingText(folder: string, stack: string, key: string): string {
  return printed(settingOf(folder, stack, key));
}

function settingOf(folder: string, stack: string, key: string): unknown {
  if (!isSetting(key))
    throw new UserError(`${shown(key)} is no setting; want one of ${Object.keys(SETTINGS).join(", ")}`);
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(folder, file))) throw new UserError(`there is no ${file}`);
  const project = read(folder, "Pulumi.yaml") as ProjectFile;
  const { config = {} } = (read(folder, file) ?? {}) as StackFile;
  const value = config[`${project.name}:${key}`] ?? config[key] ?? project.config[key]?.default;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const { want, parse: parseSetting } = SETTINGS[key];
  const parsed = value === undefined ? undefined : parseSetting(key === "environment" && text === "" ? stack : text);
  if (parsed === undefined) throw new UserError(`${file}: ${key}: got ${shown(value)}; want ${want}`);
  return parsed;
}

function read(folder: string, file: string): unknown {
  try {
    return parse(readText(join(folder, file)));
  } catch (error) {
    throw new UserError(`${file}: ${messageOf(error)}`, { cause: error });
  }
}

/** Each value is of a checked form, in which there is no line break. */
function printed(value: unknown): string {
  if (value === null) return "";
  if (typeof value !== "object" || Array.isArray(value))
    return `${typeof value === "string" ? value : JSON.stringify(value)}\n`;
  return Object.entries(value)
    .map(([key, one]) => `${key}=${String(one)}\n`)
    .join("");
}
