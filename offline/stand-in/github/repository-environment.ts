import { randomInt } from "node:crypto";
import { isObject, type Properties, template, textOf, type Value } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { githubError } from "./error";
import { findRepository, type FoundRepository } from "./repositories";

/** A deployment environment. Creating one that exists changes it: the API has one call for both. */
export const repositoryEnvironment: ResourceType = {
  token: "github:index/repositoryEnvironment:RepositoryEnvironment",
  required: ["environment", "repository"],
  optional: ["canAdminsBypass", "deploymentBranchPolicy", "preventSelfReview", "reviewers", "waitTimer"],
  replaceOn: ["repository", "environment"],
  decided: { repositoryId: (call) => repositoryOf(call)?.id ?? 0 },
  id: ({ repository, environment }) => template`${repository}:${environment}`,
  refuse: { create: refusesRules, update: refusesRules },
};

/** A branch that may deploy to an environment whose branches are chosen one by one. */
export const deploymentPolicy: ResourceType = {
  token: "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy",
  required: ["environment", "repository"],
  optional: ["branchPattern", "tagPattern"],
  replaceOn: ["repository", "environment"],
  decided: {
    policyId: ({ id }) => Number(id.split(":").at(-1)),
    repositoryId: (call) => repositoryOf(call)?.id ?? 0,
  },
  id: ({ repository, environment }) => template`${repository}:${environment}:${randomInt(1, 1_000_000)}`,
  idDecided: true,
  refuse: { create: refusesPolicy },
};

/**
 * A plan without protection rules refuses them; reviewers that GitHub does not know are refused on every plan.
 *
 * Source: https://docs.github.com/en/rest/deployments/environments
 */
function refusesRules(call: Call): string | undefined {
  const { properties } = call;
  const path = `repos/${call.caller.account}/${textOf(properties, "repository")}/environments/${textOf(properties, "environment")}`;
  const repository = repositoryOf(call);
  if (repository === undefined) return githubError("PUT", path, 404, "Not Found");
  const rules = ["deploymentBranchPolicy", "reviewers", "waitTimer", "canAdminsBypass", "preventSelfReview"];
  if (repository.protectionRules === false && rules.some((rule) => properties[rule] !== undefined)) {
    return githubError(
      "PUT",
      path,
      422,
      "Failed to create the environment protection rule. Please ensure the billing plan supports the protection rule.",
    );
  }
  return reviewersExist(call) ? undefined : githubError("PUT", path, 422, "Invalid reviewer");
}

function reviewersExist({ cloud, properties }: Call): boolean {
  const { users = {}, teams = {} } = cloud.world.github;
  const known = (ids: Value | undefined, all: Readonly<Record<string, number>>): boolean =>
    !Array.isArray(ids) || ids.every((id) => Object.values(all).includes(Number(id)));
  const { reviewers } = properties;
  return (
    !Array.isArray(reviewers) ||
    reviewers.every((entry: Value) => isObject(entry) && known(entry.users, users) && known(entry.teams, teams))
  );
}

function refusesPolicy({ caller, cloud, properties }: Call): string | undefined {
  const repository = textOf(properties, "repository");
  const name = textOf(properties, "environment");
  const environment = cloud.resources.find(
    (other) =>
      other.type === repositoryEnvironment.token &&
      other.account === caller.account &&
      other.id === `${repository}:${name}`,
  );
  const chosen = environment?.properties.deploymentBranchPolicy as Properties | undefined;
  if (chosen?.customBranchPolicies === true) return undefined;
  return githubError(
    "POST",
    `repos/${caller.account}/${repository}/environments/${name}/deployment-branch-policies`,
    404,
    "Not Found",
  );
}

function repositoryOf({ caller, cloud, properties }: Call): FoundRepository | undefined {
  return findRepository(cloud.world, caller.account, textOf(properties, "repository"));
}
