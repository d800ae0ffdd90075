import { ALSO_TRUST_FORM, daysLeft, LONGEST_DAYS, parseAlsoTrust } from "./also-trust";
import { isBranchName } from "./branch";
import { InputError, type Problem, shown } from "./input-error";
import { NAME_PATTERN } from "./names";
import { variableNames } from "./outputs";
import { parseRepository } from "./repository-name";
import { parseSubjectPrefix, PREFIX_FORM } from "./subject-prefix";

/** One config key: what its value must be, in words, and as code. Values arrive as text, lists and objects as JSON. */
interface Setting<T> {
  readonly want: string;
  /** The value, or undefined where the text is not what is wanted. */
  readonly parse: (text: string) => T | undefined;
}

const setting = <T>(want: string, parse: Setting<T>["parse"]): Setting<T> => ({ want, parse });

/** The config keys of this program. Pulumi.yaml gives their types, descriptions and defaults. */
const SETTINGS = {
  repository: setting("owner/name, for example acme/site", parseRepository),
  environment: setting(`a name like ${NAME_PATTERN.source} that does not start with github`, (text) =>
    NAME_PATTERN.test(text) && !text.startsWith("github") ? text : undefined,
  ),
  branch: setting("the exact name of one branch without refs/heads/, for example main", (text) =>
    isBranchName(text) ? text : undefined,
  ),
  oidcProvider: setting("create or existing", (text) => (text === "create" || text === "existing" ? text : undefined)),
  sessionMinutes: setting("a whole number of minutes from 15 to 720", (text) =>
    /^\d{2,3}$/.test(text) && Number(text) >= 15 && Number(text) <= 720 ? Number(text) : undefined,
  ),
  protect: setting("true or false", (text) => (["true", "false"].includes(text) ? text === "true" : undefined)),
  adoptVariables: setting("a list of variable names", (text) => parseStrings(parseJson(text))),
  subjectPrefix: setting(PREFIX_FORM, (text) =>
    text === "" || parseSubjectPrefix(text) !== undefined ? text : undefined,
  ),
  alsoTrust: setting(ALSO_TRUST_FORM, (text) => parseAlsoTrust(parseJson(text))),
};

/** The settings of one stack, checked. */
export type Settings = {
  readonly [Key in keyof typeof SETTINGS]: (typeof SETTINGS)[Key] extends Setting<infer T> ? T : never;
};

/** Where the settings come from: the stack's config in our own namespace, key by key. */
export interface SettingsSource {
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  /** The moment against which dates are judged. */
  readonly now: Date;
}

/**
 * The settings of a stack. An empty `environment` is the stack's name.
 *
 * @throws InputError with every key that is unknown or whose value cannot be used.
 */
export function readSettings({ stack, config, now }: SettingsSource): Settings {
  const environment = config.environment === "" ? stack : config.environment;
  const read = Object.entries(SETTINGS).map(([key, { want, parse }]) => {
    const text = key === "environment" ? environment : config[key];
    const value: unknown = text === undefined ? undefined : parse(text);
    return { key, value, problems: value === undefined ? [wrong(key, text, want)] : [] };
  });
  const settings = Object.fromEntries(read.map(({ key, value }) => [key, value])) as unknown as Settings;
  const problems = [
    ...(NAME_PATTERN.test(stack) ? [] : [wrong("stack name", stack, `a name like ${NAME_PATTERN.source}`)]),
    ...unknownKeys(config),
    ...read.flatMap((setting) => setting.problems),
  ];
  if (problems.length === 0) problems.push(...foreignVariables(settings), ...tooLong(settings, now));
  if (problems.length > 0) throw new InputError(`The settings of stack ${shown(stack)} cannot be used:`, problems);
  return settings;
}

function wrong(key: string, got: unknown, want: string): Problem {
  return { key, message: `got ${shown(got)}; want ${want}` };
}

function unknownKeys(config: SettingsSource["config"]): Problem[] {
  const known = Object.keys(SETTINGS);
  return Object.keys(config)
    .filter((key) => !known.includes(key))
    .map((key) => ({ key, message: `is no setting of this program; want one of ${known.join(", ")}` }));
}

function foreignVariables({ adoptVariables, environment }: Settings): Problem[] {
  const ours = variableNames(environment);
  return adoptVariables
    .filter((name) => !ours.includes(name))
    .map((name) => wrong("adoptVariables", name, `variables that this stack writes: ${ours.join(", ")}`));
}

function tooLong({ alsoTrust }: Settings, now: Date): Problem[] {
  if (alsoTrust === null || daysLeft(alsoTrust, now) <= LONGEST_DAYS) return [];
  const until = alsoTrust.until.toISOString().slice(0, 10);
  return [wrong("alsoTrust.until", until, `a date at most ${LONGEST_DAYS} days from today`)];
}

function parseStrings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
