import type { Cloud } from "../cloud";
import { isObject, type Properties, textOf, type Value } from "../properties";
import type { Call } from "../resource-type";
import { POLICY } from "./deployment-policy";
import { ENVIRONMENT, inEnvironment, reviewersIn } from "./held";
import type { FoundRepository } from "./repositories";

/**
 * What GitHub says about a repository's environments; undefined if there is no such one.
 *
 * Source: https://docs.github.com/en/rest/deployments/environments and .../branch-policies
 */
export function describeEnvironment(repository: FoundRepository, name: string, cloud: Cloud): Value | undefined {
  const [found] = inEnvironment(questionOf(repository, name, cloud), ENVIRONMENT);
  return found && describe(found.properties, cloud);
}

export function listPolicies(repository: FoundRepository, name: string, cloud: Cloud): Value | undefined {
  const question = questionOf(repository, name, cloud);
  if (inEnvironment(question, ENVIRONMENT).length === 0) return undefined;
  const policies = inEnvironment(question, POLICY).map(({ properties: { policyId = 0, branchPattern = "" } }) => {
    return { id: policyId, name: branchPattern, type: "branch" };
  });
  return { total_count: policies.length, branch_policies: policies };
}

function questionOf({ fullName }: FoundRepository, environment: string, cloud: Cloud): Call {
  const [account = "", repository = ""] = fullName.split("/");
  return { caller: { account, region: "" }, cloud, id: "", properties: { repository, environment } };
}

function describe(properties: Properties, { world: { github } }: Cloud): Value {
  const { canAdminsBypass = true, deploymentBranchPolicy: policy, waitTimer, preventSelfReview = false } = properties;
  const { users, teams } = reviewersIn(properties);
  const people: Value[] = [
    ...users.map((id) => ({ type: "User", reviewer: { id, login: nameOf(id, github.users) } })),
    ...teams.map((id) => ({ type: "Team", reviewer: { id, slug: nameOf(id, github.teams) } })),
  ];
  const reviewed = { type: "required_reviewers", prevent_self_review: preventSelfReview, reviewers: people };
  const ofBranches = isObject(policy) && {
    protected_branches: policy.protectedBranches ?? false,
    custom_branch_policies: policy.customBranchPolicies ?? false,
  };
  const rules: Value[] = [
    Number(waitTimer ?? 0) > 0 && { type: "wait_timer", wait_timer: Number(waitTimer) },
    people.length > 0 && reviewed,
    isObject(policy) && { type: "branch_policy" },
  ];
  return {
    name: textOf(properties, "environment"),
    can_admins_bypass: canAdminsBypass,
    deployment_branch_policy: ofBranches === false ? null : ofBranches,
    protection_rules: rules.filter((rule) => rule !== false),
  };
}

function nameOf(id: Value, all: Readonly<Record<string, number>> = {}): string {
  return Object.keys(all).find((name) => all[name] === id) ?? "";
}
