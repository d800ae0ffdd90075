import type { Provider } from "@pulumi/github/provider";

import { answeredObject } from "../policy/github-answers";
import { InputError, type Problem, shown } from "../policy/input-error";
import type { Reviewer } from "../policy/reviewers";
import { askGithub } from "./github";

/** Reviewers by their numeric ids, as GitHub's API expects them. */
export interface ReviewerIds {
  readonly users: readonly number[];
  readonly teams: readonly number[];
}

/**
 * Looks up the users. Teams are given by id, since not everybody may look them up.
 *
 * @throws InputError with every login that does not exist
 */
export async function readReviewers(reviewers: readonly Reviewer[], provider: Provider): Promise<ReviewerIds> {
  const logins = reviewers.flatMap((reviewer) => ("user" in reviewer ? [reviewer.user] : []));
  const answers = await Promise.all(logins.map((login) => askGithub(`users/${login}`, provider)));
  const unknown = logins.filter((_, index) => answers[index]?.code === 404);
  const problems = unknown.map((login): Problem => ({
    key: "reviewers",
    message: `got ${shown(login)}; expected the login of a GitHub user`,
  }));
  if (problems.length > 0) throw new InputError("Nobody could approve deployments:", problems);
  return {
    users: answers.map((answer) => Number(answeredObject(answer).id)),
    teams: reviewers.flatMap((reviewer) => ("team" in reviewer ? [reviewer.team] : [])),
  };
}
