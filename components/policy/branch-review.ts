import { type Ask, valueIn } from "./github-answers";
import { fieldsOf } from "./json";
import type { RepositoryName } from "./repository-name";

/** What is known about a branch: anyone who may push to it without review decides alone what is published. */
export type BranchReview = "required" | "not required" | "no such branch" | "not checked";

/**
 * Whether a change reaches the branch only through a pull request that somebody has reviewed.
 *
 * Sources: https://docs.github.com/en/rest/repos/rules and https://docs.github.com/en/rest/branches/branch-protection
 */
export async function branchReview({ owner, name }: RepositoryName, branch: string, ask: Ask): Promise<BranchReview> {
  const repository = `repos/${owner}/${name}`;
  const escaped = encodeURIComponent(branch);
  const [rules, found, protection] = await Promise.all([
    ask(`${repository}/rules/branches/${escaped}`),
    ask(`${repository}/branches/${escaped}`),
    // Classic branch protection, which only an administrator's token may read.
    ask(`${repository}/branches/${escaped}/protection/required_pull_request_reviews`),
  ]);
  if (found?.code === 404) return "no such branch";
  const listed = valueIn(rules);
  const reviewed = [
    ...(Array.isArray(listed) ? listed.map(fieldsOf) : []).map(({ type, parameters }) =>
      type === "pull_request" ? parameters : undefined,
    ),
    valueIn(protection),
  ];
  if (reviewed.map(fieldsOf).some(asksForReview)) return "required";
  const { protected: isProtected } = fieldsOf(valueIn(found));
  if (!Array.isArray(listed) || typeof isProtected !== "boolean") return "not checked";
  // A protected branch without such a rule may still have classic protection, if we were not allowed to look. GitHub
  // denies that only to those who may look.
  const looked = protection?.code === 200 || /Branch not protected/i.test(protection?.body ?? "");
  return isProtected && !looked ? "not checked" : "not required";
}

function asksForReview(rule: ReturnType<typeof fieldsOf>): boolean {
  return (
    Number(rule.required_approving_review_count) >= 1 ||
    [rule.require_code_owner_review, rule.require_code_owner_reviews].includes(true)
  );
}

/** The notice about the branch at each preview; undefined if reviews are required. */
export function branchNotice(branch: string, review: BranchReview): string | undefined {
  switch (review) {
    case "required":
      return undefined;
    case "no such branch":
      return `branch: GitHub has no branch ${branch}: nothing can be published until there is one, and anyone who creates it decides what is`;
    case "not required":
      return `branch: nothing requires a reviewed pull request for ${branch}: anyone who can push to it can publish; expected a ruleset that requires a pull request with at least one approval`;
    case "not checked":
      return `branch: not checked whether ${branch} requires reviewed pull requests (the token may not look): anyone who can push to it can publish`;
  }
}
