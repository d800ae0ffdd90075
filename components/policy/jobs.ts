/** Where a job runs. It decides the subject, the ref and the environment that GitHub writes into the job's token. */
export type Trigger = "environment" | "pull request" | "default branch";

/** A job that may assume a role: the workflow file that it stands in and where it runs. */
export interface Job {
  readonly workflow: string;
  readonly trigger: Trigger;
}

/** The one job that may assume each role. The key is the role's logical name. */
export const JOBS = {
  publish: { workflow: "publish-site.yml", trigger: "environment" },
  infrastructure: { workflow: "infrastructure.yml", trigger: "environment" },
  preview: { workflow: "preview.yml", trigger: "pull request" },
  drift: { workflow: "drift.yml", trigger: "default branch" },
} as const satisfies Readonly<Record<string, Job>>;

/** The name of a role. */
export type RoleName = keyof typeof JOBS;

/** The roles that a stack has. */
export const ROLES = ["publish"] as const satisfies readonly RoleName[];
