import { type Ask, valueIn } from "./github-answers";
import { refuseAny, shown } from "./input-error";
import { fieldsOf } from "./json";
import type { RepositoryFacts } from "./repository-facts";
import type { Reviewer } from "./reviewers";

/** Reviewers without known access, each as the setting has it. The others can read the repository. */
export interface ReviewerAccess {
  /** Those who cannot read the repository: GitHub silently drops them from the environment. */
  readonly without: readonly string[];
  /** Those whose access GitHub does not tell. */
  readonly unknown: readonly string[];
}

/** What happens to a reviewer who cannot read the repository. */
export const LEFT_OUT = "GitHub silently drops such a reviewer";

/** @throws InputError with everyone who cannot. */
export function checkAccess({ without }: ReviewerAccess, { owner, name }: Repository): void {
  const message = `who cannot read ${owner}/${name}: ${LEFT_OUT}; expected access to the repository for each, or others`;
  const problems = without.map((reviewer) => ({ key: "reviewers", message: `got ${shown(reviewer)}, ${message}` }));
  refuseAny("Nobody could approve deployments:", problems);
}

/** The notice about reviewers who may be unable to read the repository; undefined if there are none. */
export function accessNotice({ unknown }: ReviewerAccess, { owner, name }: Repository): string | undefined {
  if (unknown.length === 0) return undefined;
  return `reviewers: not checked whether ${unknown.join(", ")} can read ${owner}/${name} (the token may not look): ${LEFT_OUT}; the next preview compares`;
}

type Repository = Pick<RepositoryFacts, "owner" | "name" | "ownerId" | "visibility">;

/**
 * Which reviewers can read the repository.
 *
 * Source: https://docs.github.com/en/rest/collaborators/collaborators and https://docs.github.com/en/rest/teams/teams
 */
export async function reviewerAccess(
  reviewers: readonly Reviewer[],
  repository: Repository,
  ask: Ask,
): Promise<ReviewerAccess> {
  const asked = reviewers.map(async (reviewer) => ({
    name: "user" in reviewer ? reviewer.user : `team:${reviewer.team}`,
    reads:
      "user" in reviewer
        ? await userReads(reviewer.user, repository, ask)
        : await teamReads(reviewer.team, repository, ask),
  }));
  const answers = await Promise.all(asked);
  const named = (reads: boolean | undefined) => answers.filter((each) => each.reads === reads).map(({ name }) => name);
  return { without: named(false), unknown: named(undefined) };
}

async function userReads(login: string, { owner, name }: Repository, ask: Ask): Promise<boolean | undefined> {
  const answer = await ask(`repos/${owner}/${name}/collaborators/${login}/permission`);
  const { permission } = fieldsOf(valueIn(answer));
  return typeof permission === "string" ? permission !== "none" : undefined;
}

async function teamReads(id: number, repository: Repository, ask: Ask): Promise<boolean | undefined> {
  const { owner, name, ownerId, visibility } = repository;
  const team = `organizations/${ownerId}/team/${id}`;
  const answer = await ask(`${team}/repos/${owner}/${name}`);
  if (answer?.code === 200 || answer?.code === 204) return true;
  // A public repository needs no grant to be read; and GitHub says the same of a team that the token may not see.
  if (answer?.code !== 404 || visibility === "public") return undefined;
  return (await ask(team))?.code === 200 ? false : undefined;
}
