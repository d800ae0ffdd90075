import { daysLeft, LONGEST_DAYS } from "./also-trust";
import { awsConfigProblems } from "./aws-config";
import { domainProblems, namesOf } from "./domain";
import { encryptedProblems, foreignConfigProblems } from "./foreign-config";
import { headersProblems } from "./headers";
import { type Problem, refuseAny, shown, unless, wrong } from "./input-error";
import { parsed } from "./json";
import { misfits } from "./misfits";
import { NAME_FORM, NAME_PATTERN } from "./names";
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
  const title = `The settings of stack ${shown(stack)} cannot be used:`;
  refuseAny(title, encryptedProblems(encrypted));
  const environment = config.environment === "" ? stack : config.environment;
  const read = Object.entries(SETTINGS).map(([key, setting]: [string, Setting<unknown>]) => {
    const text = key === "environment" ? environment : config[key];
    const value = text === undefined ? undefined : setting.parse(text);
    return { key, value, problems: value === undefined ? problemsOf(key, text, setting) : [] };
  });
  const settings = Object.fromEntries(read.map(({ key, value }) => [key, value])) as unknown as Settings;
  refuseAny(title, [
    ...unless(NAME_PATTERN.test(stack), "stack name", stack, NAME_FORM),
    ...read.flatMap((setting) => setting.problems),
    ...unknownKeys(config),
    ...awsConfigProblems(config),
    ...foreignConfigProblems(Object.keys(config)),
  ]);
  refuseAny(title, contradictions(settings, now));
  return settings;
}

function problemsOf(key: string, text: string | undefined, { want, parse, example }: Setting<unknown>): Problem[] {
  const value = parsed(text ?? "");
  if (example === undefined || typeof value !== "object") return [wrong(key, text, want)];
  return misfits(key, value, { want, fits: (other) => parse(JSON.stringify(other)) !== undefined, example });
}

function unknownKeys(config: SettingsSource["config"]): Problem[] {
  const known = Object.keys(SETTINGS);
  return Object.keys(config)
    .filter((key) => !known.includes(key) && !key.includes(":"))
    .map((key) => {
      // A slip of the finger is seldom in the first letters.
      const near = known.filter((name) => name.slice(0, 3) === key.slice(0, 3).toLowerCase()).join(" or ");
      const hint = near === "" ? "" : `; did you mean ${near}?`;
      return { key, message: `is not a setting of this program; expected one of ${known.join(", ")}${hint}` };
    });
}

/** Problems with settings that are each valid. */
function contradictions(settings: Settings, now: Date): Problem[] {
  const { alsoTrust, branch, domain, environmentProtection, pulumiOrganization, stateBucket } = settings;
  const ours = variableNames(settings.environment, roleNames(settings));
  const until = alsoTrust?.until.toISOString().slice(0, 10);
  const isSoon = alsoTrust === null || daysLeft(alsoTrust, now) <= LONGEST_DAYS;
  const approves = settings.reviewers.length > 0 || settings.waitMinutes > 0;
  const [hasBucket, isInCloud] = [stateBucket !== "", pulumiOrganization !== ""];
  const anyCharacter = "which Pulumi Cloud's rules take for any character";
  const rules: readonly (readonly [fits: boolean, key: keyof Settings, want: string])[] = [
    [
      environmentProtection === "full" || !approves,
      "environmentProtection",
      "full, or neither reviewers nor waitMinutes",
    ],
    [settings.stateAccount === "" || hasBucket, "stateBucket", "the bucket that stateAccount owns"],
    [settings.stateKmsKeyArn === "" || hasBucket, "stateBucket", "the bucket that stateKmsKeyArn encrypts"],
    [!isInCloud || !hasBucket, "pulumiOrganization", "nothing beside stateBucket: the state is in one place"],
    // https://www.pulumi.com/docs/administration/concepts/oidc-issuers/#authorization-policies
    [!isInCloud || !branch.includes("."), "branch", `a name without a dot, ${anyCharacter}`],
  ];
  return [
    ...domainProblems(domain),
    ...redirectProblems(settings.redirects, settings.routing, domain?.attach === true ? namesOf(domain) : []),
    ...headersProblems(settings.headers),
    ...ownRoleProblems(settings.roles),
    ...orderProblems(settings),
    ...settings.adoptVariables.flatMap((name) =>
      unless(ours.includes(name), "adoptVariables", name, `variables that this stack writes: ${ours.join(", ")}`),
    ),
    ...unless(isSoon, "alsoTrust.until", until, `a date at most ${LONGEST_DAYS} days from today`),
    ...rules.flatMap(([fits, key, want]) => unless(fits, key, settings[key], want)),
  ];
}
