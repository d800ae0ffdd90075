import type { Protection } from "./environment-protection";
import { fieldsOf } from "./json";

/** Reviewers by their numeric ids, as GitHub's API expects them. */
export interface ReviewerIds {
  readonly users: readonly number[];
  readonly teams: readonly number[];
}

/** The rules of a GitHub environment: as promised, or as GitHub reports them. */
export interface EnvironmentRules {
  readonly reviewers: ReviewerIds;
  readonly waitMinutes: number;
  readonly canAdminsBypass: boolean;
  readonly preventSelfReview: boolean;
  /** The names of the branches that may deploy; null if all may. */
  readonly branches: readonly string[] | null;
}

/** The rules as GitHub reports them, with what else a comparison needs. */
export interface FoundEnvironment extends EnvironmentRules {
  /** In GitHub's spelling. */
  readonly name: string;
  readonly policies: readonly { readonly id: number; readonly name: string }[];
}

/** The two endpoints for an environment. */
export function environmentEndpoints({ owner, name }: { owner: string; name: string }, environment: string) {
  const path = `repos/${owner}/${name}/environments/${encodeURIComponent(environment)}`;
  return { environment: path, policies: `${path}/deployment-branch-policies?per_page=100` };
}

/** What the settings promise for an environment. */
export interface EnvironmentPromise {
  /** Who must approve a deployment; nobody where both are empty. */
  readonly reviewers: ReviewerIds;
  /** How long a deployment waits before it starts, in minutes. */
  readonly waitMinutes: number;
  /** What GitHub's plan allows. Only what is allowed is sent: GitHub answers 422 to the rest. */
  readonly environmentProtection: Protection;
  /** The one branch that may deploy to the environment. */
  readonly branch: string;
}

/** The rules that a stack asks GitHub for. */
export function promisedRules(promise: EnvironmentPromise): EnvironmentRules {
  const { reviewers, waitMinutes, environmentProtection: protection, branch } = promise;
  const branches = protection === "none" ? null : [branch];
  if (protection !== "full") {
    const nobody = { users: [], teams: [] };
    return { reviewers: nobody, waitMinutes: 0, canAdminsBypass: true, preventSelfReview: false, branches };
  }
  // A single reviewer who starts a deployment would be locked out.
  const preventSelfReview = reviewers.teams.length > 0 || reviewers.users.length > 1;
  return { reviewers, waitMinutes, canAdminsBypass: false, preventSelfReview, branches };
}

type Fields = ReturnType<typeof fieldsOf>;

/**
 * The environment that GitHub's two answers describe; undefined if they are malformed.
 *
 * Source: https://docs.github.com/en/rest/deployments/environments and .../branch-policies
 *
 * @param environment the answer to `GET repos/{owner}/{repo}/environments/{environment}`
 * @param policies the answer to `.../deployment-branch-policies`; nothing if its branches are not chosen one by one
 */
export function foundEnvironment(environment: unknown, policies: unknown): FoundEnvironment | undefined {
  const {
    name,
    can_admins_bypass: bypass,
    deployment_branch_policy: policy,
    protection_rules: rules,
  } = fieldsOf(environment);
  if (typeof name !== "string" || !Array.isArray(rules)) return undefined;
  const rule = (type: string): Fields => rules.map(fieldsOf).find((each) => each.type === type) ?? {};
  const { reviewers = [], prevent_self_review: preventSelfReview } = rule("required_reviewers");
  const people = (reviewers as unknown[]).map(fieldsOf);
  const ids = (type: string) =>
    people.filter((each) => each.type === type).map(({ reviewer }) => Number(fieldsOf(reviewer).id));
  const chosen = fieldsOf(policy).custom_branch_policies === true ? fieldsOf(policies).branch_policies : undefined;
  const listed = (Array.isArray(chosen) ? chosen.map(fieldsOf) : []).map(({ id, name: policyName, type }) => ({
    id: Number(id),
    // A tag named like the branch is not the branch. No branch has a space in its name.
    name: type === "tag" ? `tag ${String(policyName)}` : String(policyName),
  }));
  return {
    name,
    reviewers: { users: ids("User"), teams: ids("Team") },
    waitMinutes: Number(rule("wait_timer").wait_timer ?? 0),
    canAdminsBypass: bypass !== false,
    preventSelfReview: preventSelfReview === true,
    branches: branchesOf(fieldsOf(policy), listed),
    policies: listed,
  };
}

function branchesOf(
  { custom_branch_policies: chosen, protected_branches: ofRules }: Fields,
  listed: FoundEnvironment["policies"],
) {
  if (chosen === true) return listed.map(({ name }) => name);
  return ofRules === true ? [EVERY_PROTECTED_BRANCH] : null;
}

/** Represents protected branches, whichever they are. No branch has a space in its name. */
export const EVERY_PROTECTED_BRANCH = "every protected branch";

/** What GitHub lacks, or has beyond the settings: each as `got ...; expected ...`. */
export function environmentDifferences(wanted: EnvironmentRules, found: EnvironmentRules): string[] {
  const rows: readonly (readonly [string, string, string])[] = [
    ["reviewers", shownReviewers(found), shownReviewers(wanted)],
    ["wait timer", `${found.waitMinutes} minutes`, `${wanted.waitMinutes} minutes`],
    ["administrators may bypass", String(found.canAdminsBypass), String(wanted.canAdminsBypass)],
    ["self-review prevented", String(found.preventSelfReview), String(wanted.preventSelfReview)],
    ["branches", shownBranches(found), shownBranches(wanted)],
  ];
  return rows
    .filter(([, got, want]) => got !== want)
    .map(([what, got, want]) => `${what}: got ${got}; expected ${want}`);
}

export function shownReviewers({ reviewers: { users, teams } }: Pick<EnvironmentRules, "reviewers">): string {
  const sorted = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);
  const all = [...sorted(users).map((id) => `user ${id}`), ...sorted(teams).map((id) => `team ${id}`)];
  return all.length === 0 ? "nobody" : all.join(", ");
}

function shownBranches({ branches }: EnvironmentRules): string {
  return branches === null ? "every branch" : [...branches].sort().join(", ") || "none";
}
