import { oidcProvider } from "./aws/oidc-provider";
import type { Cloud, StoredResource } from "./cloud";
import { actionsVariable } from "./github/actions-variable";
import { deploymentPolicy } from "./github/deployment-policy";
import { repositoryEnvironment } from "./github/repository-environment";
import { outputsOf, planned } from "./outputs";
import type { Properties, Value } from "./properties";
import type { ResourceType } from "./resource-type";
import type { EnvironmentBefore, World } from "./world";

/** The resources that the account and the repositories of a world hold before the first up. */
export function seededResources(world: World): StoredResource[] {
  const { aws, github } = world;
  const cloud: Cloud = { world, resources: [], faults: [], journal: [] };
  const holds = (type: ResourceType, account: string, given: Readonly<Record<string, Value | undefined>>): void => {
    const caller = { account, region: "" };
    const inputs = Object.entries(given).filter(([, value]) => value !== undefined);
    const plan = planned(type, Object.fromEntries(inputs) as Properties, caller);
    const id = type.id(plan, caller);
    const properties = outputsOf(type, plan, { caller, cloud, id, properties: plan });
    cloud.resources.push({ type: type.token, id, account, properties });
  };
  for (const { accountId = aws.accountId ?? "", url, clientIds, tags } of aws.oidcProviders) {
    holds(oidcProvider, accountId, { url, clientIdLists: clientIds, tags });
  }
  for (const [fullName, held] of Object.entries(github.repositories)) {
    if ("movedTo" in held) continue;
    const [owner = "", repository = ""] = fullName.split("/");
    for (const [variableName, value] of Object.entries(held.variables ?? {})) {
      holds(actionsVariable, owner, { repository, variableName, value });
    }
    for (const [environment, rules] of Object.entries(held.environments ?? {})) {
      holds(repositoryEnvironment, owner, { repository, environment, ...rulesOf(world, rules) });
      rules.branchPolicies?.forEach((branchPattern, index) => {
        holds(deploymentPolicy, owner, { repository, environment, branchPattern, policyId: 4001 + index });
      });
    }
  }
  return cloud.resources;
}

/** The rules of an environment as the plugin's state has them. */
function rulesOf({ github: { users = {}, teams = {} } }: World, rules: EnvironmentBefore) {
  const { reviewers, waitMinutes, branchPolicies = [] } = rules;
  const named = {
    users: (reviewers?.users ?? []).map((login) => users[login] ?? 0),
    teams: (reviewers?.teams ?? []).map((name) => teams[name] ?? 0),
  };
  const chosenBranches = { protectedBranches: false, customBranchPolicies: true };
  return {
    reviewers: named.users.length + named.teams.length === 0 ? undefined : [named],
    waitTimer: waitMinutes,
    deploymentBranchPolicy: branchPolicies.length === 0 ? undefined : chosenBranches,
  };
}
