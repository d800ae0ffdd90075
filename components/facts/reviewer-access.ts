import type { Provider } from "@pulumi/github/provider";
import * as pulumi from "@pulumi/pulumi";

import { InputError, shown } from "../policy/input-error";
import type { RepositoryFacts } from "../policy/repository-facts";
import { reviewerAccess } from "../policy/reviewer-access";
import type { Settings } from "../policy/settings";
import { tryGithub } from "./github";

/**
 * Makes sure that the reviewers can read the repository, as far as GitHub tells.
 *
 * @param inForce whether GitHub's environment has them all already
 * @throws InputError with everyone who cannot
 */
export async function checkReviewerAccess(
  { reviewers }: Pick<Settings, "reviewers">,
  repository: RepositoryFacts,
  inForce: boolean,
  provider: Provider,
): Promise<void> {
  const { without, unknown } = await reviewerAccess(reviewers, repository, (endpoint) => tryGithub(endpoint, provider));
  const { owner, name } = repository;
  if (without.length > 0) {
    const message = `who cannot read ${owner}/${name}: GitHub leaves such reviewers out without a word; want their access to the repository, or others`;
    throw new InputError(
      "Nobody could approve deployments:",
      without.map((reviewer) => ({ key: "reviewers", message: `got ${shown(reviewer)}, ${message}` })),
    );
  }
  if (unknown.length === 0 || inForce) return;
  await pulumi.log.warn(
    `reviewers: not checked whether ${unknown.join(", ")} can read ${owner}/${name} (the token may not look): GitHub leaves who cannot out without a word; the next preview tells`,
  );
}
