import { isDeepStrictEqual } from "node:util";

import type { Claims } from "../../components/policy/claims";
import type { Statement } from "../../components/policy/document";
import { ROLES, type RoleName, ROLE_NAMES, type Trigger } from "../../components/policy/roles";
import { readStatements } from "../../components/policy/aws-statements";
import { inWords } from "../../lib/trust/roles";
import { EXAMPLE_ARNS, exampleClaims, examplePermissions } from "./example";
import { code, table } from "./table";

const WHERE: Readonly<Record<Trigger, string>> = {
  environment: "on the branch, in the environment",
  "pull request": "on a pull request of the repository itself",
  "default branch": "on the default branch",
};

/** The roles: each one's job, and what its permissions are for. */
export function rolesList(): string {
  return ROLE_NAMES.map((role) => {
    const { purpose, workflow, trigger } = ROLES[role];
    const job = `${code(workflow)} ${WHERE[trigger]}`;
    return `- ${code(role)} ${uncapitalized(purpose)}, for ${job}. It may ${mayDo(role)}.`;
  }).join("\n");
}

function mayDo(role: RoleName): string {
  const { base, own } = permissionsBeside(role);
  const reading = readStatements(EXAMPLE_ARNS).map(({ Sid }) => Sid);
  const sids = own.map(({ Sid }) => Sid);
  const others = sids.filter((sid) => !reading.includes(sid)).map((sid) => inWords(sid));
  const first = base === undefined ? "read all that the stack made" : `do what ${code(base)} may`;
  const all = base !== undefined || others.length < sids.length ? [first, ...others] : others;
  return all.map(uncapitalized).join("; ");
}

/** Every action that each role may call, on what and under which condition. */
export function permissionsTables(): string {
  return ROLE_NAMES.map((role) => {
    const { base, own } = permissionsBeside(role);
    const heading = `**${role}** ${uncapitalized(ROLES[role].purpose)}.`;
    const start = base === undefined ? heading : `${heading} It may do what ${code(base)} may, and also:`;
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

/** What each pinned claim keeps out. */
const STOPS: Readonly<Record<keyof Claims, string>> = {
  aud: "a token that a job requested for another service, passed on to AWS",
  sub: "every other repository on GitHub, every other kind of job of ours, and, where it carries the numbers, anyone who registers our name after us",
  repository_id: "another repository under our old name, where the subject does not carry the numbers",
  repository_owner_id: "another owner under our old name, in the same case",
  environment: "a job outside the environment, so without its reviewers, should the form of the subject change again",
  ref: "the same workflow on another branch or tag, where its file may say anything",
  job_workflow_ref:
    "every other workflow file, even one that somebody adds tomorrow; a job on `pull_request_target` has our branch as its ref, and only this claim tells it apart",
};

/** The claims that the roles pin, with their values for the example, and what each keeps out. */
export function claimsTable(): string {
  const rows = (Object.keys(STOPS) as (keyof Claims)[]).map((claim) => [code(claim), valuesOf(claim), STOPS[claim]]);
  return table(["claim", "must be", "keeps out"], rows);
}

function valuesOf(claim: keyof Claims): string {
  const values = ROLE_NAMES.flatMap((role) => exampleClaims(role)[claim] ?? []);
  return [...new Set(values)]
    .map((value) => {
      const roles = ROLE_NAMES.filter((role) => exampleClaims(role)[claim] === value);
      return roles.length === ROLE_NAMES.length ? code(value) : `${code(value)} (${roles.join(", ")})`;
    })
    .join("<br>");
}
