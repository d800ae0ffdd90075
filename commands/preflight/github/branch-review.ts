import { branchEndpoints, type BranchReview, branchReview } from "../../../components/policy/branch-review";
import type { RepositoryName } from "../../../components/policy/repository-name";
import type { GithubApi } from "./api";

/** Whether a change reaches the branch only by a reviewed pull request, as far as the token is told. */
export async function askBranchReview(api: GithubApi, repository: RepositoryName, name: string): Promise<BranchReview> {
  const endpoints = branchEndpoints(repository, name);
  const [rules, branch, protection] = await Promise.all([
    api.try(endpoints.rules),
    api.try(endpoints.branch),
    api.try(endpoints.protection),
  ]);
  return branchReview({ rules, branch, protection });
}
