import { isDeepStrictEqual } from "node:util";

import type { Statement } from "../../components/policy/document";
import { ROLES, type RoleName, ROLE_NAMES, type Trigger } from "../../components/policy/roles";
import { readStatements } from "../../components/policy/aws-statements";
import { inWords } from "../../lib/trust/roles";
import { EXAMPLE_ARNS, examplePermissions } from "./example";
import { code, table } from "./table";

const WHERE: Readonly<Record<Trigger, string>> = {
  environment: "on the branch, in the environment",
  "pull request": "on a pull request of the repository itself",
  "default branch": "on the default branch",
};

/** The roles: each one's job, and what its permissions are for. */
export function rolesTable(): string {
  const rows = ROLE_NAMES.map((role) => {
    const { purpose, workflow, trigger } = ROLES[role];
    return [code(role), purpose.toLowerCase(), `${code(workflow)} ${WHERE[trigger]}`, mayDo(role)];
  });
  return table(["role", "it", "the one job that may assume it", "what that job may then do"], rows);
}

function mayDo(role: RoleName): string {
  const { base, own } = permissionsBeside(role);
  const reading = readStatements(EXAMPLE_ARNS).map(({ Sid }) => Sid);
  const sids = own.map(({ Sid }) => Sid);
  const others = sids.filter((sid) => !reading.includes(sid)).map((sid) => inWords(sid));
  const first = base === undefined ? "Read all that the stack made" : `the same as ${code(base)}`;
  const all = base !== undefined || others.length < sids.length ? [first, ...others] : others;
  return all.map((sentence, index) => (index === 0 ? sentence : uncapitalized(sentence))).join("; ");
}

/** Every action that each role may call, on what and under which condition. */
export function permissionsTables(): string {
  return ROLE_NAMES.map((role) => {
    const { base, own } = permissionsBeside(role);
    const heading = `**${role}** ${uncapitalized(ROLES[role].purpose)}.`;
    const start = base === undefined ? heading : `${heading} It may do what ${code(base)} may, and besides:`;
    return [start, statementTable(own)].join("\n\n");
  }).join("\n\n");
}

/** What a role may do, and an earlier role whose permissions it includes: then only the additional ones. */
function permissionsBeside(role: RoleName): {
  readonly base: RoleName | undefined;
  readonly own: readonly Statement[];
} {
  const { Statement: all } = examplePermissions(role);
  const has = (statements: readonly Statement[], one: Statement): boolean =>
    statements.some((other) => isDeepStrictEqual(other, one));
  const base = ROLE_NAMES.slice(0, ROLE_NAMES.indexOf(role)).find((earlier) =>
    examplePermissions(earlier).Statement.every((one) => has(all, one)),
  );
  const shared = base === undefined ? [] : examplePermissions(base).Statement;
  return { base, own: all.filter((one) => !has(shared, one)) };
}

/** The statements of a policy, each in a row. */
export function statementTable(statements: readonly Statement[]): string {
  return table(["statement", "actions", "on", "only if"], statements.map(cells));
}
function cells({ Sid, Action, Resource = [], Condition = {} }: Statement): string[] {
  const conditions = Object.values(Condition).flatMap((keys) => Object.entries(keys));
  const lines = (values: readonly string[]): string => values.map(code).join("<br>");
  const each = conditions.map(([key, value]) => `${key} = ${[value].flat().join(" or ")}`);
  return [inWords(Sid), lines([Action].flat()), lines([Resource].flat()), lines(each)];
}

function uncapitalized(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
