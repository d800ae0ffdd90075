import { branchNotice, branchReview } from "../../../components/policy/branch-review";
import {
  checkProtection,
  githubPlanOf,
  mostProtection,
  protectionNotice,
} from "../../../components/policy/environment-protection";
import { isRecord, parsed } from "../../../components/policy/json";
import { accessNotice, checkAccess, reviewerAccess } from "../../../components/policy/reviewer-access";
import type { Context } from "../context";
import { noticed, ok, type Outcome, unknown } from "../outcome";
import type { GithubApi } from "./api";

/** Whether a change reaches the branch only by a reviewed pull request, as far as the token is told. */
export async function branch({ github, repository, settings }: Context): Promise<Outcome> {
  const { branch: name } = await settings();
  const { facts } = await repository();
  const notice = branchNotice(name, await branchReview(facts, name, (await github()).api.try));
  return notice === undefined ? ok(`${name}: changes need a reviewed pull request`) : noticed(notice);
}

/** Whether GitHub's plan allows the environment's protection. */
export async function protection({ github, repository, settings }: Context): Promise<Outcome> {
  const { branch: name, environment, environmentProtection: asked } = await settings();
  const { owner, visibility } = (await repository()).facts;
  const plan = visibility === "public" ? undefined : await githubPlanOf(owner, (await github()).api.try);
  checkProtection(asked, visibility, plan);
  const notice = protectionNotice(asked, environment, name);
  if (notice !== undefined) return noticed(notice);
  if (mostProtection(visibility, plan) === undefined) {
    return unknown(
      `${asked}; GitHub does not say the plan of ${owner}`,
      "private repositories: Free allows none, Pro and Team branch, Enterprise full",
    );
  }
  return ok(`${asked}, which a ${visibility} repository ${plan === undefined ? "" : `on the plan ${plan} `}can have`);
}

/** Whether those who must approve a deployment can read the repository; GitHub drops the others silently. */
export async function reviewers({ github, repository, settings }: Context): Promise<Outcome> {
  const { reviewers: asked } = await settings();
  const { facts } = await repository();
  const { api } = await github();
  const access = await reviewerAccess(asked, facts, api.try);
  checkAccess(access, facts);
  const teams = await teamsOf(facts.owner, api);
  const notice = accessNotice(access, facts);
  if (notice !== undefined) return noticed(`${notice}; ${teams ?? ""}`);
  const names = asked.map((reviewer) => ("user" in reviewer ? reviewer.user : `team:${reviewer.team}`));
  return ok([names.join(", ") || "none: nobody must approve a deployment", teams].filter(Boolean).join("; "));
}

/** How many teams are listed. */
const SHOWN = 20;

/** The teams of an organization with the ids that the setting takes; undefined if GitHub does not tell. */
async function teamsOf(owner: string, api: GithubApi): Promise<string | undefined> {
  const found = parsed((await api.try(`orgs/${owner}/teams?per_page=100`))?.body ?? "");
  if (!Array.isArray(found)) return undefined;
  if (found.length === 0) return `${owner} has no teams that the token sees`;
  const teams = found.filter(isRecord).map(({ id, slug }) => `${String(slug)} = team:${String(id)}`);
  const more = teams.length > SHOWN ? [`${teams.length - SHOWN} more`] : [];
  return `teams of ${owner}: ${[...teams.slice(0, SHOWN), ...more].join(", ")}`;
}
