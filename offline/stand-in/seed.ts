import { oidcProviderBefore } from "./aws/oidc-provider";
import type { StoredResource } from "./cloud";
import { variableBefore } from "./github/actions-variable";
import { policyBefore } from "./github/deployment-policy";
import { environmentBefore } from "./github/repository-environment";
import type { Properties } from "./properties";
import type { EnvironmentBefore, GitHubWorld, Repository, World } from "./world";

/** The resources that the account and the repositories of a world hold before the first up. */
export function seededResources({ aws, github }: World): StoredResource[] {
  const providers = aws.oidcProviders.flatMap(({ accountId = aws.accountId, ...provider }) =>
    accountId === undefined ? [] : [oidcProviderBefore(accountId, provider)],
  );
  const inRepositories = Object.entries(github.repositories).flatMap(([fullName, repository]) =>
    "movedTo" in repository ? [] : heldBefore(github, fullName, repository),
  );
  return [...providers, ...inRepositories];
}

function heldBefore(
  github: GitHubWorld,
  fullName: string,
  { id, variables = {}, environments = {} }: Repository,
): StoredResource[] {
  return [
    ...Object.entries(variables).map(([name, value]) => variableBefore(fullName, id, name, value)),
    ...Object.entries(environments).flatMap(([name, { branchPolicies = [], ...rules }]) => [
      environmentBefore(fullName, id, name, rulesOf(github, rules, branchPolicies.length > 0)),
      ...branchPolicies.map((branch, index) => policyBefore(fullName, id, name, branch, 4001 + index)),
    ]),
  ];
}

/** The rules of an environment as the plugin's state has them. */
function rulesOf(
  { users = {}, teams = {} }: GitHubWorld,
  { reviewers, waitMinutes, canAdminsBypass, preventSelfReview }: Omit<EnvironmentBefore, "branchPolicies">,
  ofChosenBranches: boolean,
): Properties {
  const named = {
    users: (reviewers?.users ?? []).map((login) => users[login] ?? 0),
    teams: (reviewers?.teams ?? []).map((name) => teams[name] ?? 0),
  };
  return {
    ...(named.users.length + named.teams.length === 0 ? {} : { reviewers: [named] }),
    ...(waitMinutes === undefined ? {} : { waitTimer: waitMinutes }),
    ...(canAdminsBypass === undefined ? {} : { canAdminsBypass }),
    ...(preventSelfReview === undefined ? {} : { preventSelfReview }),
    ...(ofChosenBranches ? { deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true } } : {}),
  };
}
