import { InputError, type Problem, shown } from "../../components/policy/input-error";
import { NAME_PATTERN, nameProblems } from "../../components/policy/names";
import { ROLE_NAMES } from "../../components/policy/roles";
import { roleNames } from "../../components/policy/roles-of-stack";
import { SETTINGS } from "../../components/policy/setting-forms";
import { readSettings } from "../../components/policy/settings";
import { asText, type Project } from "../../lib/stack-files";
import { conflicts } from "./conflicts";
import { type Account, type Entry, labelOf, type List } from "./list";
import { refuse, saidOnce } from "./problems";

/** One stack of the list, checked. */
export interface Stack {
  readonly name: string;
  readonly account: Account;
  /** The settings that the stack's file gives, as YAML has them, in the order in which they stand there. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The stacks of a list, those that create an OIDC provider first: each can be brought up once those before it are.
 *
 * @param file What messages call the list.
 * @param now The moment against which dates are judged.
 * @throws {UserError} with everything in the list that the program, AWS or GitHub would refuse.
 */
export function stacksOf(list: List, file: string, project: Pick<Project, "name" | "config">, now: Date): Stack[] {
  const read = list.entries.map((entry) => readEntry(entry, list.accounts, project, now));
  refuse(`${file} cannot be used:`, [...saidOnce(read), ...conflicts(list)]);
  const stacks = read.map(({ stack }) => stack);
  const creates = ({ settings }: Stack): boolean => settings.oidcProvider === "create";
  return [...stacks.filter(creates), ...stacks.filter((stack) => !creates(stack))];
}

function readEntry(entry: Entry, accounts: readonly Account[], project: Pick<Project, "name" | "config">, now: Date) {
  const { stack: name } = entry;
  const { account: wanted, ...given } = entry.settings;
  const account = accounts.find((each) => each.name === wanted);
  const following = {
    repository: entry.repository,
    environment: entry.environment,
    oidcProvider: account?.oidcProvider === name ? "create" : "existing",
  };
  const ours = Object.keys(given).filter((key) => key in following || key.startsWith("aws:"));
  const unread = unreadable(given, project);
  const judged = judge(name, { ...given, ...following }, project, now);
  const problems = [
    ...(account === undefined
      ? [
          {
            key: "account",
            message: `got ${shown(wanted)}; expected one of ${accounts.map((each) => each.name).join(", ")}`,
          },
        ]
      : []),
    ...ours.map((key) => ({ key, message: `got ${shown(given[key])}; expected none: it follows from the list` })),
    ...unread,
    ...judged.problems.filter(({ key }) => !unread.some((one) => one.key === key)),
    ...(NAME_PATTERN.test(name) ? nameProblems(project.name, name, judged.roles) : []),
  ];
  return { label: labelOf(entry), problems, stack: { name, account, settings: { ...following, ...given } } as Stack };
}

/** Keys without a value, and text that YAML takes for something else, as it does with a branch 1.10. */
function unreadable(given: Stack["settings"], { config }: Pick<Project, "config">): Problem[] {
  return Object.entries(SETTINGS).flatMap(([key, { want }]) => {
    const value = given[key];
    if (value === null) return [{ key, message: `got nothing; expected ${want}` }];
    const isText = (config[key] as { type?: string } | undefined)?.type === "string";
    if (value === undefined || !isText || typeof value === "string") return [];
    return [{ key, message: `got ${shown(value)}; expected ${want}, in quotation marks` }];
  });
}

/** What the program says to the settings, and the roles that it would make by them. */
function judge(
  stack: string,
  given: Stack["settings"],
  { config }: Pick<Project, "config">,
  now: Date,
): { readonly problems: readonly Problem[]; readonly roles: readonly string[] } {
  const defaults = Object.entries(config).map(([key, declared]) => [key, (declared as { default?: unknown }).default]);
  const values = Object.entries({ ...Object.fromEntries(defaults), ...given } as Stack["settings"]);
  const texts = values.filter(([, value]) => value !== undefined).map(([key, value]) => [key, asText(value)]);
  try {
    const settings = readSettings({ stack, config: Object.fromEntries(texts) as Record<string, string>, now });
    return { problems: [], roles: roleNames(settings) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const problems = error.problems.map(({ key, message }) =>
      key === "stack name"
        ? { key, message: `${message}: name in the list puts another word for the repository` }
        : { key, message },
    );
    return { problems, roles: ROLE_NAMES };
  }
}
