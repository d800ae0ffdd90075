import { isRecord } from "./json.ts";

/** The rules of a GitHub environment: as promised, or as GitHub reports them. */
export interface EnvironmentRules {
  /** Sorted, for example `team 9, user 5`; empty if nobody must approve. */
  readonly reviewers: readonly string[];
  readonly waitMinutes: number;
  readonly canAdminsBypass: boolean;
  readonly preventSelfReview: boolean;
  /** Who may deploy, for example `main`; null if every branch may. */
  readonly branches: readonly string[] | null;
}

/** The rules to request for these settings, as the program does. */
export function promisedRules(
  protection: "full" | "branch" | "none",
  branch: string,
  users: readonly number[],
  teams: readonly number[],
  waitMinutes: number,
): EnvironmentRules {
  const branches = protection === "none" ? null : [branch];
  if (protection !== "full")
    return { reviewers: [], waitMinutes: 0, canAdminsBypass: true, preventSelfReview: false, branches };
  const reviewers = [...users.map((id) => `user ${id}`), ...teams.map((id) => `team ${id}`)].sort();
  // A single reviewer who starts a deployment would be locked out.
  const preventSelfReview = teams.length > 0 || users.length > 1;
  return { reviewers, waitMinutes, canAdminsBypass: false, preventSelfReview, branches };
}

/**
 * The rules in GitHub's two answers; undefined if those are malformed.
 * https://docs.github.com/en/rest/deployments/environments and .../branch-policies
 */
export function foundRules(environment: unknown, policies: unknown): EnvironmentRules | undefined {
  if (!isRecord(environment) || !Array.isArray(environment.protection_rules)) return undefined;
  const branches = branchesOf(environment.deployment_branch_policy, policies);
  if (branches === undefined) return undefined;
  const rules = environment.protection_rules.filter(isRecord);
  const rule = (type: string): Readonly<Record<string, unknown>> => rules.find((one) => one.type === type) ?? {};
  const { reviewers, prevent_self_review: preventSelfReview } = rule("required_reviewers");
  return {
    reviewers: (Array.isArray(reviewers) ? reviewers : []).filter(isRecord).map(reviewerOf).sort(),
    waitMinutes: Number(rule("wait_timer").wait_timer ?? 0),
    canAdminsBypass: environment.can_admins_bypass !== false,
    preventSelfReview: preventSelfReview === true,
    branches,
  };
}

function reviewerOf({ type, reviewer }: Readonly<Record<string, unknown>>): string {
  return `${String(type).toLowerCase()} ${isRecord(reviewer) ? String(reviewer.id) : "unknown"}`;
}

function branchesOf(policy: unknown, policies: unknown): readonly string[] | null | undefined {
  if (policy === null) return null;
  if (!isRecord(policy)) return undefined;
  if (policy.custom_branch_policies !== true) return ["every protected branch"];
  if (!isRecord(policies) || !Array.isArray(policies.branch_policies)) return undefined;
  const names = policies.branch_policies.filter(isRecord).map(({ name, type }) => {
    return type === "tag" ? `tag ${String(name)}` : String(name);
  });
  return names.sort();
}

/** Where GitHub protects less than promised: each as `got ...; expected ...`. More protection is fine. */
export function weaker(promised: EnvironmentRules, found: EnvironmentRules): string[] {
  const shown = (names: readonly string[] | null, empty: string): string =>
    names === null ? "every branch" : names.join(", ") || empty;
  const [got, want] = [found, promised].map(({ reviewers }) => shown(reviewers, "nobody"));
  const [from, to] = [found, promised].map(({ branches }) => shown(branches, "none"));
  const minutes = `got ${found.waitMinutes} minutes; expected ${promised.waitMinutes} minutes`;
  const lacks = [
    [promised.reviewers.length > 0 && got !== want, `reviewers: got ${got}; expected ${want}`],
    // NaN, of an answer that is no number, is not more than anything.
    [!(found.waitMinutes >= promised.waitMinutes), `wait timer: ${minutes}`],
    [found.canAdminsBypass && !promised.canAdminsBypass, "administrators may bypass: got true; expected false"],
    [promised.preventSelfReview && !found.preventSelfReview, "self-review prevented: got false; expected true"],
    [promised.branches !== null && from !== to, `branches: got ${from}; expected ${to}`],
  ] as const;
  return lacks.flatMap(([isLacking, words]) => (isLacking ? [words] : []));
}
