import { LEFT_OUT, reviewerAccess } from "../../../components/policy/reviewer-access";
import type { Context } from "../context";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";

interface Team {
  readonly id: number;
  readonly slug: string;
}

/** How many teams are listed. */
const SHOWN = 20;

/** Whether those who must approve a deployment exist and can. */
export async function reviewers({ github, repository, settings }: Context): Promise<Outcome> {
  const known = await settings();
  const { facts, name } = await repository();
  const { api } = await github();
  const logins = known.reviewers.flatMap((reviewer) => ("user" in reviewer ? [reviewer.user] : []));
  const ids = known.reviewers.flatMap((reviewer) => ("team" in reviewer ? [reviewer.team] : []));
  const [answers, teams] = await Promise.all([
    Promise.all(logins.map((login) => api.must(`users/${login}`))),
    (api.all(`orgs/${facts.owner}/teams`) as Promise<unknown[]>).catch(() => undefined) as Promise<Team[] | undefined>,
  ]);
  const nobody = logins.filter((_, index) => answers[index]?.code === 404);
  if (nobody.length > 0) {
    return wrong(`GitHub knows no user ${nobody.join(", ")}`, "correct reviewers: logins, or team:<numeric id>");
  }
  const listed = teams === undefined ? [] : [teamsOf(facts.owner, teams)];
  const strange = ids.filter((id) => teams?.every((team) => team.id !== id) ?? true).map((id) => `team:${id}`);
  if (strange.length > 0) {
    return teams === undefined
      ? unknown(`GitHub does not tell the teams of ${facts.owner}: ${strange.join(", ")}`)
      : warning(`${strange.join(", ")} is no team of ${facts.owner} that the token sees`, listed.join("\n"));
  }
  const access = await reviewerAccess(known.reviewers, facts, api.try);
  if (access.without.length > 0) {
    return wrong(
      `${access.without.join(", ")} cannot read ${name}: ${LEFT_OUT}`,
      "give them access to the repository, or correct reviewers",
    );
  }
  if (access.unknown.length > 0) {
    return unknown(
      `not checked whether ${access.unknown.join(", ")} can read ${name}: ${LEFT_OUT}`,
      "to have it checked, take a token of somebody who may push there and sees the organization's members; else look at the environment after up",
    );
  }
  const slugs = ids.map((id) => `team:${id} (${String(teams?.find((team) => team.id === id)?.slug)})`);
  const names = [...logins, ...slugs].join(", ") || "none: nobody must approve a deployment";
  return ok([names, ...listed].join("; "));
}

/** The teams of an organization with the ids that the setting takes. */
function teamsOf(owner: string, teams: readonly Team[]): string {
  if (teams.length === 0) return `${owner} has no teams that the token sees`;
  const shown = teams.slice(0, SHOWN).map(({ id, slug }) => `${slug} = team:${id}`);
  const more = teams.length > SHOWN ? [`${teams.length - SHOWN} more`] : [];
  return `teams of ${owner}: ${[...shown, ...more].join(", ")}`;
}
