import { isRecord, parsed } from "../../../components/policy/json";
import { accessNotice, checkAccess, reviewerAccess } from "../../../components/policy/reviewer-access";
import type { Context } from "../context";
import { ok, type Outcome, unknown } from "../outcome";
import type { GithubApi } from "./api";

/** Whether those who must approve a deployment can read the repository; GitHub drops the others silently. */
export async function reviewers({ github, repository, settings }: Context): Promise<Outcome> {
  const { reviewers: asked } = await settings();
  const { facts } = await repository();
  const { api } = await github();
  const access = await reviewerAccess(asked, facts, api.try);
  checkAccess(access, facts);
  const teams = await teamsOf(facts.owner, api);
  const notice = accessNotice(access, facts);
  if (notice !== undefined) return unknown(notice.replace(/^reviewers: /, ""), teams);
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
