import { type Problem, shown } from "../input-error";
import { isRecord } from "../json";
import { isBuiltIn, type Job, ROLES } from "../roles";

/** One of the user's own roles, as the setting `roles` describes it. */
export interface OwnRole extends Job {
  /** The role's logical name. */
  readonly name: string;
  /** There is none for pull requests: anyone who may push can open one, and AWS counts reading secrets as reading. */
  readonly trigger: "environment" | "default branch";
  /** The file with its policy, from the project's folder. */
  readonly policy: string;
  /** The longest session of the role, in minutes: from 60, AWS's minimum, to 720. */
  readonly sessionMinutes: number;
}

/** One word, so no other environment's variable or other stack's role can have the same name. */
const NAME = /^[a-z][a-z0-9]{0,19}$/;
const WORKFLOW = /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.ya?ml$/;
const POLICY = /^policies\/[A-Za-z0-9_-][A-Za-z0-9._-]*\.json$/;

/** The form of the config key `roles`, in words. */
export const OWN_ROLES_FORM =
  "a name of at most 20 of a-z and 0-9, the first a letter, and for each { workflow: a file name of .github/workflows, " +
  "trigger: environment or default branch, policy: policies/<name>.json, sessionMinutes: 60 to 720 or none }";

/** The user's own roles, by name; undefined if the value is malformed. */
export function parseOwnRoles(value: unknown): readonly OwnRole[] | undefined {
  if (!isRecord(value)) return undefined;
  const roles = Object.entries(value).map(([name, role]) => (NAME.test(name) ? parseOwnRole(name, role) : undefined));
  return roles.every((role) => role !== undefined) ? roles : undefined;
}

function parseOwnRole(name: string, value: unknown): OwnRole | undefined {
  if (!isRecord(value)) return undefined;
  const { workflow, trigger, policy, sessionMinutes = 60, ...others } = value;
  const minutes = Number(sessionMinutes);
  const fits =
    typeof workflow === "string" &&
    WORKFLOW.test(workflow) &&
    (trigger === "environment" || trigger === "default branch") &&
    typeof policy === "string" &&
    POLICY.test(policy) &&
    /^[1-9]\d*$/.test(String(sessionMinutes)) &&
    minutes >= 60 &&
    minutes <= 720 &&
    Object.keys(others).length === 0;
  return fits ? { name, purpose: `Runs ${workflow}`, workflow, trigger, policy, sessionMinutes: minutes } : undefined;
}

/** The most own roles of a stack: drift.yml looks up that many variables by names that it cannot know. */
export const MOST_OWN_ROLES = 8;

/** Problems with roles that are each valid: two roles for one job would be one role with two names. */
export function ownRoleProblems(roles: readonly OwnRole[]): Problem[] {
  if (roles.length > MOST_OWN_ROLES) {
    return [{ key: "roles", message: `got ${roles.length} roles; expected at most ${MOST_OWN_ROLES}` }];
  }
  const taken = new Map(Object.entries(ROLES).map(([role, { workflow }]) => [workflow as string, role]));
  return roles.flatMap(({ name, workflow }) => {
    const other = taken.get(workflow);
    taken.set(workflow, name);
    const builtIn = { key: `roles.${name}`, message: "is the name of a built-in role; expected another" };
    const message = `got ${shown(workflow)}, the workflow of the role ${other ?? ""}; expected one of its own`;
    return [
      ...(isBuiltIn(name) ? [builtIn] : []),
      ...(other === undefined ? [] : [{ key: `roles.${name}.workflow`, message }]),
    ];
  });
}
