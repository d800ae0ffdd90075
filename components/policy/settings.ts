import { daysLeft, LONGEST_DAYS } from "./also-trust";
import { awsConfigProblems } from "./aws-config";
import { domainProblems, namesOf } from "./domain";
import { encryptedProblems, foreignConfigProblems } from "./foreign-config";
import { headersProblems } from "./headers";
import { InputError, type Problem, shown } from "./input-error";
import { NAME_PATTERN } from "./names";
import { variableNames } from "./outputs";
import { ownRoleProblems } from "./own-role/setting";
import { orderProblems } from "./promotion";
import { redirectProblems } from "./redirects";
import { roleNames } from "./roles-of-stack";
import { type Setting, SETTINGS } from "./setting-forms";

/** The settings of one stack, checked. */
export type Settings = {
  readonly [Key in keyof typeof SETTINGS]: (typeof SETTINGS)[Key] extends Setting<infer T> ? T : never;
};

/** Where the settings come from. */
export interface SettingsSource {
  readonly stack: string;
  /** The stack's config: in our own namespace key by key, the rest by its full keys (`aws:region`). */
  readonly config: Readonly<Record<string, string>>;
  /** The keys whose values are encrypted in the file. */
  readonly encrypted?: readonly string[];
  /** The time that dates are compared with. */
  readonly now: Date;
}

/**
 * The settings of a stack. An empty `environment` is the stack's name.
 *
 * @throws InputError with every key that is unknown or whose value cannot be used.
 */
export function readSettings({ stack, config, encrypted = [], now }: SettingsSource): Settings {
  const refused = encryptedProblems(encrypted);
  if (refused.length > 0) throw new InputError(`The settings of stack ${shown(stack)} cannot be used:`, refused);
  const environment = config.environment === "" ? stack : config.environment;
  const read = Object.entries(SETTINGS).map(([key, { want, parse }]) => {
    const text = key === "environment" ? environment : config[key];
    const value: unknown = text === undefined ? undefined : parse(text);
    return { key, value, problems: value === undefined ? [wrong(key, text, want)] : [] };
  });
  const settings = Object.fromEntries(read.map(({ key, value }) => [key, value])) as unknown as Settings;
  const problems = [
    ...(NAME_PATTERN.test(stack) ? [] : [wrong("stack name", stack, `a name like ${NAME_PATTERN.source}`)]),
    ...read.flatMap((setting) => setting.problems),
    ...unknownKeys(config),
    ...awsConfigProblems(config),
    ...foreignConfigProblems(Object.keys(config)),
  ];
  if (problems.length === 0) problems.push(...contradictions(settings, now));
  if (problems.length > 0) throw new InputError(`The settings of stack ${shown(stack)} cannot be used:`, problems);
  return settings;
}

/** What the settings are read from: the config of a stack by its full keys, such as `<project>:branch`. */
export function sourceIn(config: SettingsSource["config"], project: string): SettingsSource["config"] {
  const prefix = `${project}:`;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, value]),
  );
}

function wrong(key: string, got: unknown, want: string): Problem {
  return { key, message: `got ${shown(got)}; expected ${want}` };
}

function unknownKeys(config: SettingsSource["config"]): Problem[] {
  const known = Object.keys(SETTINGS);
  return Object.keys(config)
    .filter((key) => !known.includes(key) && !key.includes(":"))
    .map((key) => ({ key, message: `is not a setting of this program; expected one of ${known.join(", ")}` }));
}

/** Problems with settings that are each valid. */
function contradictions(settings: Settings, now: Date): Problem[] {
  const {
    adoptVariables,
    alsoTrust,
    branch,
    domain,
    environment,
    environmentProtection,
    pulumiOrganization,
    reviewers,
    stateAccount,
    stateBucket,
    stateKmsKeyArn,
    waitMinutes,
  } = settings;
  const ours = variableNames(environment, roleNames(settings));
  const foreign = adoptVariables.filter((name) => !ours.includes(name));
  const until =
    alsoTrust !== null && daysLeft(alsoTrust, now) > LONGEST_DAYS ? [alsoTrust.until.toISOString().slice(0, 10)] : [];
  const unprotected = environmentProtection !== "full" && (reviewers.length > 0 || waitMinutes > 0);
  return [
    ...domainProblems(domain),
    ...redirectProblems(settings.redirects, settings.routing, domain?.attach === true ? namesOf(domain) : []),
    ...headersProblems(settings.headers),
    ...ownRoleProblems(settings.roles),
    ...orderProblems(settings),
    ...foreign.map((name) => wrong("adoptVariables", name, `variables that this stack writes: ${ours.join(", ")}`)),
    ...until.map((date) => wrong("alsoTrust.until", date, `a date at most ${LONGEST_DAYS} days from today`)),
    ...(unprotected
      ? [wrong("environmentProtection", environmentProtection, "full, or neither reviewers nor waitMinutes")]
      : []),
    ...(stateAccount !== "" && stateBucket === ""
      ? [wrong("stateBucket", stateBucket, "the bucket that stateAccount owns")]
      : []),
    ...(stateKmsKeyArn !== "" && stateBucket === ""
      ? [wrong("stateBucket", stateBucket, "the bucket that stateKmsKeyArn encrypts")]
      : []),
    ...(pulumiOrganization !== "" && stateBucket !== ""
      ? [wrong("pulumiOrganization", pulumiOrganization, "nothing beside stateBucket: the state is in one place")]
      : []),
    // https://www.pulumi.com/docs/administration/concepts/oidc-issuers/#authorization-policies
    ...(pulumiOrganization !== "" && branch.includes(".")
      ? [wrong("branch", branch, "a name without a dot, which Pulumi Cloud's rules take for any character")]
      : []),
  ];
}
