import type { Provider } from "@pulumi/github/provider";
import * as pulumi from "@pulumi/pulumi";

import type { RepositoryFacts } from "../policy/repository-facts";
import { accessNotice, checkAccess, reviewerAccess } from "../policy/reviewer-access";
import type { Reviewer } from "../policy/reviewers";
import { tryGithub } from "./github";

/**
 * Makes sure that the reviewers can read the repository, as far as GitHub tells.
 *
 * @param inForce whether GitHub's environment already has them all
 * @throws InputError with everyone who cannot
 */
export async function checkReviewerAccess(
  reviewers: readonly Reviewer[],
  repository: RepositoryFacts,
  inForce: boolean,
  provider: Provider,
): Promise<void> {
  const access = await reviewerAccess(reviewers, repository, (endpoint) => tryGithub(endpoint, provider));
  checkAccess(access, repository);
  const notice = inForce ? undefined : accessNotice(access, repository);
  if (notice !== undefined) await pulumi.log.warn(notice);
}
