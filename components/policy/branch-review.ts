import type { Answer } from "./github-answers";
import { isRecord, parsed } from "./json";

/** What is known about a branch: anyone who may push to it without review decides alone what is published. */
export type BranchReview = "required" | "not required" | "no such branch" | "not checked";

/** The endpoints for a branch. A slash in its name is escaped. */
export function branchEndpoints({ owner, name }: { owner: string; name: string }, branch: string) {
  const repository = `repos/${owner}/${name}`;
  const escaped = encodeURIComponent(branch);
  return {
    rules: `${repository}/rules/branches/${escaped}`,
    branch: `${repository}/branches/${escaped}`,
    /** Classic branch protection, which only an administrator's token may read. */
    protection: `${repository}/branches/${escaped}/protection/required_pull_request_reviews`,
  };
}

/** The answers; undefined if GitHub gave none, or the token may not look. */
export interface BranchAnswers {
  readonly rules: Answer | undefined;
  readonly branch: Answer | undefined;
  readonly protection: Answer | undefined;
}

/**
 * Whether a change reaches the branch only through a pull request that somebody has reviewed.
 *
 * Sources: https://docs.github.com/en/rest/repos/rules and https://docs.github.com/en/rest/branches/branch-protection
 */
export function branchReview({ rules, branch, protection }: BranchAnswers): BranchReview {
  if (branch?.code === 404) return "no such branch";
  const reviewed = [
    ...(items(rules) ?? []).map(({ type, parameters }) => (type === "pull_request" ? parameters : undefined)),
    fields(protection),
  ];
  if (reviewed.some((rule) => asksForReview(rule as Fields | undefined))) return "required";
  const isProtected = fields(branch)?.protected;
  if (items(rules) === undefined || typeof isProtected !== "boolean") return "not checked";
  // A protected branch without such a rule may still have classic protection, if we were not allowed to look. GitHub
  // denies that only to those who may look.
  const looked = protection?.code === 200 || /Branch not protected/i.test(protection?.body ?? "");
  return isProtected && !looked ? "not checked" : "not required";
}

function asksForReview(rule: Fields | undefined): boolean {
  return (
    Number(rule?.required_approving_review_count) >= 1 ||
    [rule?.require_code_owner_review, rule?.require_code_owner_reviews].includes(true)
  );
}

type Fields = Readonly<Record<string, unknown>>;

function fields(answer: Answer | undefined): Fields | undefined {
  const value = json(answer);
  return isRecord(value) ? value : undefined;
}

function items(answer: Answer | undefined): readonly Fields[] | undefined {
  const value = json(answer);
  return Array.isArray(value) ? (value as readonly Fields[]) : undefined;
}

function json(answer: Answer | undefined): unknown {
  return answer?.code === 200 ? parsed(answer.body) : undefined;
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
