import { type Ask, valueIn } from "./github-answers";
import { InputError, shown } from "./input-error";
import { fieldsOf } from "./json";

/**
 * What GitHub's plan allows for an environment: everything, only the branches that may deploy, or nothing.
 *
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
 */
export type Protection = "full" | "branch" | "none";

/** The owner's plan. Only members of an organization and users themselves are told: undefined for everybody else. */
export async function githubPlanOf(owner: string, ask: Ask): Promise<string | undefined> {
  const organization = await ask(`orgs/${owner}`);
  const answer = organization?.code === 404 ? await ask(`users/${owner}`) : organization;
  const { name } = fieldsOf(fieldsOf(valueIn(answer)).plan);
  return typeof name === "string" ? name : undefined;
}

/** The most that a plan allows; undefined if GitHub does not tell the plan. */
export function mostProtection(visibility: string, plan: string | undefined): Protection | undefined {
  if (visibility === "public") return "full";
  if (plan === undefined) return undefined;
  if (plan === "free") return "none";
  return ["pro", "team"].includes(plan) ? "branch" : "full";
}

/**
 * Whether GitHub lets the stack make its environment: on Free a private repository has none, and GitHub answers 404. A
 * job that names one still has it in its token. With an unknown plan, `none` counts as Free.
 */
export function canHaveEnvironment(asked: Protection, visibility: string, plan: string | undefined): boolean {
  return asked !== "none" || visibility === "public" || !["free", undefined].includes(plan);
}

const STRENGTH: readonly Protection[] = ["none", "branch", "full"];

/** @throws InputError if the plan is known not to allow the request: GitHub would answer 422 halfway through. */
export function checkProtection(asked: Protection, visibility: string, plan: string | undefined): void {
  const most = mostProtection(visibility, plan);
  if (most === undefined || STRENGTH.indexOf(asked) <= STRENGTH.indexOf(most)) return;
  const message = `got ${shown(asked)}, but a ${visibility} repository on GitHub's plan ${shown(plan)} can have at most ${shown(most)}`;
  throw new InputError("GitHub's plan does not fit the settings:", [{ key: "environmentProtection", message }]);
}

/** The notice of what then rests on IAM alone; undefined if the environment has its full protection. */
export function protectionNotice(asked: Protection, environment: string, branch: string): string | undefined {
  const byIam = `only IAM limits deployments to ${branch}: the roles pin ref and job_workflow_ref`;
  const nobody = `nobody approves deployments to ${environment}, and administrators may bypass what is set`;
  if (asked === "full") return undefined;
  return `environmentProtection: ${asked}: ${asked === "none" ? `${nobody}; ${byIam}` : nobody}`;
}
