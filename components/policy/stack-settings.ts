import { refuseAny } from "./input-error";
import { asText } from "./json";
import { nameProblems } from "./names";
import { roleNames } from "./roles-of-stack";
import { readSettings, type Settings } from "./settings";

/** What is said to a stack, by the keys as the engine has them: `<project>:branch`, `aws:region`. */
export interface StackConfig {
  readonly stack: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The keys of encrypted values. Default: those that are encrypted in the config itself. */
  readonly encrypted?: readonly string[];
  /** The time that dates are compared with. Default: now. */
  readonly now?: Date;
}

/**
 * The settings of a stack whose names AWS takes.
 *
 * @throws InputError with everything that is wrong.
 */
export function stackSettings(
  project: string,
  { stack, config, encrypted = encryptedIn(config), now = new Date() }: StackConfig,
): Settings {
  const prefix = `${project}:`;
  const ownKey = (key: string): string => (key.startsWith(prefix) ? key.slice(prefix.length) : key);
  const texts = Object.entries(config).map(([key, value]) => [ownKey(key), asText(value)] as const);
  const settings = readSettings({ stack, config: Object.fromEntries(texts), encrypted, now });
  refuseAny("AWS would refuse the names of this stack:", nameProblems(project, stack, roleNames(settings)));
  return settings;
}

function encryptedIn(config: StackConfig["config"]): string[] {
  return Object.keys(config).filter((key) => holdsEncrypted(config[key]));
}

/** Whether the engine would decrypt a value, or one within it. */
function holdsEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsEncrypted);
}
