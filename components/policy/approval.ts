import type { BranchReview } from "./branch-review";
import type { Protection } from "./environment-protection";

/** What stands between a change and its deployment. */
export interface Approval {
  readonly environment: string;
  readonly branch: string;
  readonly reviewers: readonly unknown[];
  readonly environmentProtection: Protection;
  readonly review: BranchReview;
  /** The environment that this one is promoted from; nothing if it is published at once. */
  readonly after?: string;
}

/** The notice at each preview if nobody looks at what is deployed. */
export function approvalNotice({ after = "", reviewers, ...approval }: Approval): string | undefined {
  const { branch, environment, environmentProtection: protection, review } = approval;
  if (reviewers.length > 0) return undefined;
  const full = protection === "full";
  const why = [
    // If the plan has no reviewers, a branch that requires review replaces them.
    ...(after !== "" && (full || review !== "required") ? [`what passed ${after} is deployed at once`] : []),
    ...(review === "not required" || review === "no such branch" ? [`nobody must review ${branch}`] : []),
  ];
  if (why.length === 0) return undefined;
  const remedy = full
    ? "expected reviewers"
    : `environmentProtection ${protection} has no reviewers (on GitHub's Free, Pro and Team plans a private repository can have none); expected a release branch of its own, with a ruleset that requires a reviewed pull request`;
  return `reviewers: nobody approves deployments to ${environment}, and ${why.join(", and ")}; ${remedy}`;
}
