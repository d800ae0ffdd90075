import { approvalNotice } from "../../../components/policy/approval";
import { LEFT_OUT, reviewerAccess } from "../../../components/policy/reviewer-access";
import type { RepositoryFacts } from "../../../components/policy/repository-facts";
import type { Reviewer } from "../../../components/policy/reviewers";
import { promotedFrom } from "../../../lib/promotion";
import type { Check } from "../check";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";
import type { GithubApi } from "./api";
import { askBranchReview } from "./branch-review";

interface Team {
  readonly id: number;
  readonly slug: string;
}

export const reviewersCheck: Check = {
  name: "Reviewers",
  async run({ github, project, repository, settings }) {
    const asked = await settings.needed();
    const { branch, reviewers } = asked;
    const { facts } = await repository.needed();
    const { owner } = facts;
    const { api } = await github.needed();
    const logins = reviewers.flatMap((reviewer) => ("user" in reviewer ? [reviewer.user] : []));
    const ids = reviewers.flatMap((reviewer) => ("team" in reviewer ? [reviewer.team] : []));
    const [answers, teams] = await Promise.all([
      Promise.all(logins.map((login) => api.must(`users/${login}`))),
      teamsOf(owner, api),
    ]);
    const nobody = logins.filter((_, index) => answers[index]?.code === 404);
    if (nobody.length > 0) {
      return wrong(`GitHub knows no user ${nobody.join(", ")}`, "correct reviewers: logins, or team:<numeric id>");
    }
    const known = teams === undefined ? "" : listed(owner, teams);
    const strange = ids.filter((id) => teams?.every((team) => team.id !== id) ?? true).map((id) => `team:${id}`);
    if (strange.length > 0) {
      return teams === undefined
        ? unknown(`GitHub does not tell the teams of ${owner}: ${strange.join(", ")}`)
        : warning(`${strange.join(", ")} is no team of ${owner} that the token sees`, known);
    }
    const access = await withAccess(reviewers, facts, api);
    if (access !== undefined) return access;
    const review = reviewers.length > 0 ? "not checked" : await askBranchReview(api, facts, branch);
    const after = promotedFrom(project.folder, asked).join(" and ");
    const [says, ...remedy] = (approvalNotice({ ...asked, review, after }) ?? "")
      .replace(/^reviewers: /, "")
      .split("; ");
    if (says !== undefined && remedy.length > 0) return warning(says, [...remedy, known].filter(Boolean).join("\n"));
    const names = [
      ...logins,
      ...ids.map((id) => `team:${id} (${String(teams?.find((team) => team.id === id)?.slug)})`),
    ];
    return ok(`${names.join(", ") || "none: nobody must approve a deployment"}${known === "" ? "" : `; ${known}`}`);
  },
};

/** The problem with the reviewers' access to the repository, or what is unknown; undefined if all can read it. */
async function withAccess(
  reviewers: readonly Reviewer[],
  facts: RepositoryFacts,
  api: GithubApi,
): Promise<Outcome | undefined> {
  const access = await reviewerAccess(reviewers, facts, (endpoint) => api.try(endpoint));
  const repository = `${facts.owner}/${facts.name}`;
  if (access.without.length > 0) {
    return wrong(
      `${access.without.join(", ")} cannot read ${repository}: ${LEFT_OUT}`,
      "give them access to the repository, or correct reviewers",
    );
  }
  if (access.unknown.length === 0) return undefined;
  return unknown(
    `not checked whether ${access.unknown.join(", ")} can read ${repository}: ${LEFT_OUT}`,
    "to have it checked, take a token of somebody who may push there and sees the organization's members; else look at the environment after up",
  );
}

/** The teams of an organization with the ids that the setting takes; undefined if GitHub does not tell. */
async function teamsOf(owner: string, api: GithubApi): Promise<readonly Team[] | undefined> {
  try {
    return (await api.all(`orgs/${owner}/teams`)) as unknown as Team[];
  } catch {
    return undefined;
  }
}

const SHOWN = 20;

function listed(owner: string, teams: readonly Team[]): string {
  if (teams.length === 0) return `${owner} has no teams that the token sees`;
  const shown = teams.slice(0, SHOWN).map(({ id, slug }) => `${slug} = team:${id}`);
  const more = teams.length > SHOWN ? [`${teams.length - SHOWN} more`] : [];
  return `teams of ${owner}: ${[...shown, ...more].join(", ")}`;
}
