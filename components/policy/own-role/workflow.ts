import { type Problem, shown } from "../input-error";
import { fieldsOf, isRecord } from "../json";
import type { OwnRole } from "./setting";

/** Events that only a commit, or somebody with write access, can trigger. */
const EVENTS: Readonly<Record<OwnRole["trigger"], readonly string[]>> = {
  environment: ["push", "workflow_dispatch"],
  "default branch": ["push", "workflow_dispatch", "schedule"],
};

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Problems with the workflow of a role. A token says where a job is defined, not what started it: on
 * pull_request_target or issue_comment, or called by another workflow, the same file has the same claims. So the file
 * is read.
 *
 * @param workflow its parsed YAML
 * @param environment the stack's environment
 */
export function workflowProblems(
  { name, workflow: file, trigger }: OwnRole,
  workflow: unknown,
  environment: string,
): Problem[] {
  const key = `roles.${name}.workflow: .github/workflows/${file}`;
  const { on, permissions, jobs } = fieldsOf(workflow);
  if (!isRecord(jobs)) return [{ key, message: "has no jobs; expected a workflow of GitHub Actions" }];
  const asking = Object.entries(jobs).filter(([, job]) => isRecord(job) && mayAskForToken(job.permissions));
  const wrong = (message: string): Problem => ({ key, message });
  return [
    ...eventsOf(on)
      .filter((event) => !EVENTS[trigger].includes(String(event)))
      .map((event) =>
        wrong(`on has ${shown(event)}; expected only ${EVENTS[trigger].join(", ")}: others run with the same claims`),
      ),
    ...(mayAskForToken(permissions)
      ? [wrong("has id-token: write for all jobs; expected it in the one job that assumes the role")]
      : []),
    ...(asking.length === 1
      ? asking.flatMap(([id, job]) =>
          jobProblems(job as Mapping, trigger, environment).map((it) => wrong(`${id} ${it}`)),
        )
      : [
          wrong(
            `has id-token: write in ${asking.length} jobs (${shown(asking.map(([id]) => id))}); expected it in one`,
          ),
        ]),
  ];
}

/** What `on` names, in each of its three forms; nothing is an event that is not allowed. */
function eventsOf(on: unknown): readonly unknown[] {
  if (Array.isArray(on) && on.length > 0) return on as unknown[];
  return isRecord(on) && Object.keys(on).length > 0 ? Object.keys(on) : [on];
}

/** `write-all` is more than one job needs, and counts as the permission that it includes. */
function mayAskForToken(permissions: unknown): boolean {
  return permissions === "write-all" || (isRecord(permissions) && permissions["id-token"] === "write");
}

/** Why the job's token would never have the claims that the role trusts, or would be shown to more than the job needs. */
function jobProblems(
  { permissions, uses, environment }: Mapping,
  trigger: OwnRole["trigger"],
  wanted: string,
): string[] {
  const named = isRecord(environment) ? environment.name : environment;
  const isExpression = typeof named === "string" && named.includes("${{");
  const has = `has the environment ${shown(named)}; expected`;
  const faults: readonly (readonly [is: boolean, says: string])[] = [
    [permissions === "write-all", "has write-all; expected the permissions written out"],
    [uses !== undefined, "calls another workflow, whose file its token would name; expected steps of its own"],
    [trigger === "environment" && !isExpression && named !== wanted, `${has} ${wanted}: the role trusts no other`],
    [trigger === "default branch" && named !== undefined, `${has} none: the role trusts a job without one`],
  ];
  return faults.flatMap(([is, says]) => (is ? [says] : []));
}
