import { shown } from "../../components/policy/input-error";
import { asText, isRecord } from "../../components/policy/json";
import { SETTINGS } from "../../components/policy/setting-forms";
import { fileOf, fullKey, readProject, readStackFile } from "../../lib/stack-files";
import { UserError } from "../../lib/user-error";

/**
 * A setting of a stack as text: an object as one `key=value` per line, an empty one as nothing. Each value is of a
 * checked form, without line breaks.
 *
 * @param folder - The project.
 * @throws {UserError} if the committed files do not have the setting, or not in its form.
 */
export function settingText(folder: string, stack: string, key: string): string {
  const value = settingOf(folder, stack, key);
  if (value === null) return "";
  if (!isRecord(value)) return `${asText(value)}\n`;
  return Object.entries(value)
    .map(([name, one]) => `${name}=${String(one)}\n`)
    .join("");
}

function settingOf(folder: string, stack: string, key: string): unknown {
  if (!Object.hasOwn(SETTINGS, key))
    throw new UserError(`${shown(key)} is not a setting; expected one of ${Object.keys(SETTINGS).join(", ")}`);
  const project = readProject(folder);
  const value = readStackFile(project, stack).config[fullKey(key, project.name)];
  const text = asText(value);
  const { want, parse: parseSetting } = SETTINGS[key as keyof typeof SETTINGS];
  const parsed = value === undefined ? undefined : parseSetting(key === "environment" && text === "" ? stack : text);
  if (parsed === undefined) throw new UserError(`${fileOf(stack)}: ${key}: got ${shown(value)}; expected ${want}`);
  return parsed;
}
