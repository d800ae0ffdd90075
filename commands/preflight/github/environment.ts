import { branchNotice, branchReview } from "../../../components/policy/branch-review";
import {
  checkProtection,
  githubPlanOf,
  mostProtection,
  protectionNotice,
} from "../../../components/policy/environment-protection";
import { InputError } from "../../../components/policy/input-error";
import type { Context } from "../context";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";

/** Whether a change reaches the branch only by a reviewed pull request, as far as the token is told. */
export async function branch({ github, repository, settings }: Context): Promise<Outcome> {
  const { branch: name } = await settings();
  const { facts } = await repository();
  const { api } = await github();
  const review = await branchReview(facts, name, api.try);
  if (review === "required") return ok(`${name}: changes need a reviewed pull request`);
  const [says = "", ...rest] = (branchNotice(name, review) ?? "").replace(/^branch: /, "").split("; ");
  if (review === "not checked") return unknown(says);
  return warning(says, rest.join("; ") || `push the branch ${name}, and protect it by a ruleset`);
}

/** Whether GitHub's plan allows the environment's protection. */
export async function protection({ github, repository, settings }: Context): Promise<Outcome> {
  const { branch: name, environment, environmentProtection: asked } = await settings();
  const { owner, visibility } = (await repository()).facts;
  const { api } = await github();
  const plan = visibility === "public" ? undefined : await githubPlanOf(owner, api.try);
  const most = mostProtection(visibility, plan);
  try {
    checkProtection(asked, visibility, plan);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const says = error.problems.map(({ message }) => message).join("; ");
    return wrong(says, `set environmentProtection: ${String(most)}`);
  }
  const notice = protectionNotice(asked, environment, name);
  if (notice !== undefined) return warning(notice, "environmentProtection: full, where the plan allows it");
  if (most === undefined) {
    return unknown(
      `${asked}; GitHub does not tell the plan of ${owner}`,
      "private repositories: Free allows none, Pro and Team branch, Enterprise full",
    );
  }
  return ok(`${asked}, which a ${visibility} repository ${plan === undefined ? "" : `on the plan ${plan} `}can have`);
}
