/** Where a job runs. It decides the subject, the ref and the environment that GitHub writes into the job's token. */
export type Trigger = "environment" | "pull request" | "default branch";

/** A job that may assume a role: its workflow file and where it runs. */
export interface Job {
  /** What the role is for, in one sentence; shown in the AWS console. */
  readonly purpose: string;
  readonly workflow: string;
  readonly trigger: Trigger;
}

/** The one job that may assume each built-in role. The key is the role's logical name. */
export const ROLES = {
  publish: { purpose: "Publishes the site", workflow: "publish-site.yml", trigger: "environment" },
  infrastructure: { purpose: "Updates the site in place", workflow: "infrastructure.yml", trigger: "environment" },
  preview: { purpose: "Previews changes in pull requests", workflow: "preview.yml", trigger: "pull request" },
  drift: { purpose: "Looks for changes that nobody committed", workflow: "drift.yml", trigger: "default branch" },
} as const satisfies Readonly<Record<string, Job>>;

/** The name of a built-in role. */
export type RoleName = keyof typeof ROLES;

/** The built-in roles. */
export const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

/** Whether a role is one of the built-in ones. */
export function isBuiltIn(name: string): name is RoleName {
  return ROLE_NAMES.includes(name as RoleName);
}

/** The form of the config key `builtInRoles`, in words. */
export const BUILT_IN_ROLES_FORM = `${ROLE_NAMES.join(", ")}, each at most once, in a list`;

/** The built-in roles that a stack makes, in the order of the table; undefined if the value is malformed. */
export function parseBuiltInRoles(value: unknown): readonly RoleName[] | undefined {
  if (!Array.isArray(value) || new Set(value).size !== value.length) return undefined;
  return value.every((name) => typeof name === "string" && isBuiltIn(name))
    ? ROLE_NAMES.filter((name) => value.includes(name))
    : undefined;
}
