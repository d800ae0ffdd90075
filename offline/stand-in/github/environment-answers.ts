import { type Cloud } from "../cloud";
import { isObject, type Properties, textOf, type Value } from "../properties";
import type { Call } from "../resource-type";
import { policiesOf } from "./deployment-policy";
import { environmentOf, heldIn } from "./held";
import type { FoundRepository } from "./repositories";
import { repositoryEnvironment } from "./repository-environment";

/**
 * What GitHub says about a repository's environments; undefined if there is no such one.
 *
 * Source: https://docs.github.com/en/rest/deployments/environments and .../branch-policies
 */
export function describeEnvironment(repository: FoundRepository, name: string, cloud: Cloud): Value | undefined {
  const found = environmentOf(questionOf(repository, name, cloud));
  return found === undefined ? undefined : describe(found.properties, cloud);
}

export function listEnvironments(repository: FoundRepository, _: string, cloud: Cloud): Value {
  const environments = heldIn(questionOf(repository, "", cloud), repositoryEnvironment.token, () => true);
  return {
    total_count: environments.length,
    environments: environments.map(({ properties }) => describe(properties, cloud)),
  };
}

export function listPolicies(repository: FoundRepository, name: string, cloud: Cloud): Value | undefined {
  const question = questionOf(repository, name, cloud);
  if (environmentOf(question) === undefined) return undefined;
  const policies = policiesOf(question).map(({ properties }) => ({
    id: properties.policyId ?? 0,
    name: properties.branchPattern ?? properties.tagPattern ?? "",
    type: properties.tagPattern === undefined ? "branch" : "tag",
  }));
  return { total_count: policies.length, branch_policies: policies };
}

function questionOf({ fullName }: FoundRepository, environment: string, cloud: Cloud): Call {
  const [account = "", repository = ""] = fullName.split("/");
  return { caller: { account, region: "" }, cloud, id: "", properties: { repository, environment } };
}

function describe(properties: Properties, { world: { github } }: Cloud): Value {
  const {
    canAdminsBypass = true,
    deploymentBranchPolicy: policy,
    waitTimer = 0,
    preventSelfReview = false,
  } = properties;
  const reviewers = [properties.reviewers ?? []].flat().filter(isObject);
  const people = [
    ...reviewers.flatMap(({ users }) => described("User", "login", users, github.users)),
    ...reviewers.flatMap(({ teams }) => described("Team", "slug", teams, github.teams)),
  ];
  return {
    name: textOf(properties, "environment"),
    can_admins_bypass: canAdminsBypass,
    deployment_branch_policy: isObject(policy)
      ? {
          protected_branches: policy.protectedBranches ?? false,
          custom_branch_policies: policy.customBranchPolicies ?? false,
        }
      : null,
    protection_rules: [
      ...(waitTimer === 0 || waitTimer === null ? [] : [{ type: "wait_timer", wait_timer: waitTimer }]),
      ...(people.length === 0
        ? []
        : [{ type: "required_reviewers", prevent_self_review: preventSelfReview, reviewers: people }]),
      ...(isObject(policy) ? [{ type: "branch_policy" }] : []),
    ],
  };
}

function described(
  type: string,
  key: string,
  ids: Value | undefined,
  all: Readonly<Record<string, number>> = {},
): Value[] {
  return [ids ?? []].flat().map((id) => {
    const [name = ""] = Object.entries(all).find(([, number]) => number === id) ?? [];
    return { type, reviewer: { id, [key]: name } };
  });
}
