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

/** The roles: the one job of each, and what its permissions are for. */
export function rolesTable(): string {
  const rows = ROLE_NAMES.map((role) => {
    const { purpose, workflow, trigger } = ROLES[role];
    return [code(role), purpose.toLowerCase(), `${code(workflow)} ${WHERE[trigger]}`, mayDo(role)];
  });
  return table(["role", "it", "the one job that may assume it", "what that job may then do"], rows);
}

function mayDo(role: RoleName): string {
  const twin = twinOf(role);
  if (twin !== undefined) return `the same as ${code(twin)}`;
  const reading = readStatements(EXAMPLE_ARNS).map(({ Sid }) => Sid);
  const sids = examplePermissions(role).Statement.map(({ Sid }) => Sid);
  const others = sids.filter((sid) => !reading.includes(sid)).map((sid) => inWords(sid));
  const all = others.length < sids.length ? ["Read all that the stack made", ...others] : others;
  return all.map((sentence, index) => (index === 0 ? sentence : uncapitalized(sentence))).join("; ");
}

/** Every action that each role may call, on what and under which condition. */
export function permissionsTables(): string {
  return ROLE_NAMES.map((role) => {
    const twin = twinOf(role);
    const heading = `**${role}** ${uncapitalized(ROLES[role].purpose)}.`;
    if (twin !== undefined) return `${heading} It may do what ${code(twin)} may.`;
    const head = ["statement", "actions", "on", "only if"];
    return [heading, table(head, examplePermissions(role).Statement.map(cells))].join("\n\n");
  }).join("\n\n");
}

/** An earlier role that may do just the same. */
function twinOf(role: RoleName): RoleName | undefined {
  const earlier = ROLE_NAMES.slice(0, ROLE_NAMES.indexOf(role));
  return earlier.find((other) => isDeepStrictEqual(examplePermissions(other), examplePermissions(role)));
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
