import type { Provider } from "@pulumi/github/provider";

import type { ReviewerIds } from "../policy/environment-answer";
import { answeredObject } from "../policy/github-answers";
import { refuseAny, wrong } from "../policy/input-error";
import type { Reviewer } from "../policy/reviewers";
import { askGithub } from "./github";

/**
 * Looks up the users. Teams are given by id, since not everybody may look them up.
 *
 * @throws InputError with every login that does not exist
 */
export async function readReviewers(reviewers: readonly Reviewer[], provider: Provider): Promise<ReviewerIds> {
  const logins = reviewers.flatMap((reviewer) => ("user" in reviewer ? [reviewer.user] : []));
  const answers = await Promise.all(logins.map((login) => askGithub(`users/${login}`, provider)));
  const unknown = logins.filter((_, index) => answers[index]?.code === 404);
  refuseAny(
    "Nobody could approve deployments:",
    unknown.map((login) => wrong("reviewers", login, "the login of a GitHub user")),
  );
  return {
    users: answers.map((answer) => Number(answeredObject(answer).id)),
    teams: reviewers.flatMap((reviewer) => ("team" in reviewer ? [reviewer.team] : [])),
  };
}
