import type { Provider } from "@pulumi/github/provider";
import * as pulumi from "@pulumi/pulumi";

import { branchEndpoints, branchNotice, type BranchReview, branchReview } from "../policy/branch-review";
import type { RepositoryName } from "../policy/repository-name";
import { tryGithub } from "./github";

/** Warns where somebody may push to the branch without a review, or where that cannot be told. Never fails. */
export async function warnOfUnreviewedBranch(
  repository: RepositoryName,
  branch: string,
  provider: Provider,
): Promise<BranchReview> {
  const endpoints = branchEndpoints(repository, branch);
  const ask = (endpoint: string) => tryGithub(endpoint, provider);
  const [rules, found, protection] = await Promise.all([
    ask(endpoints.rules),
    ask(endpoints.branch),
    ask(endpoints.protection),
  ]);
  const review = branchReview({ rules, branch: found, protection });
  const notice = branchNotice(branch, review);
  if (notice !== undefined) await pulumi.log.warn(notice);
  return review;
}
