import type { StoredResource } from "../cloud";
import { isObject, type Properties, template, textOf, type Value } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { deploymentPolicy } from "./deployment-policy";
import { changeError } from "./error";
import { ENVIRONMENT, environmentOf, heldIn, onlyRenamed, pathOf, repositoryOf, sameEnvironment } from "./held";

/** A deployment environment. Creating one that exists changes it: the API has one call for both. */
export const repositoryEnvironment: ResourceType = {
  token: ENVIRONMENT,
  required: ["environment", "repository"],
  optional: ["canAdminsBypass", "deploymentBranchPolicy", "preventSelfReview", "reviewers", "waitTimer"],
  // What the plugin fills in, and sends.
  defaults: { canAdminsBypass: true, preventSelfReview: false },
  replaceOn: ["repository", "environment"],
  decided: { repositoryId: (call) => repositoryOf(call)?.id ?? 0 },
  id: ({ repository, environment }) => template`${repository}:${environment}`,
  refuse: { create: refusesRules, update: refusesRules },
  find: environmentOf,
  imported: (id) => {
    const [repository = "", environment = ""] = id.split(":");
    return { repository, environment };
  },
  sameThing: (state, call) => onlyRenamed(state, call, ["environment"]),
  gone: {
    delete: (call) =>
      changeError("DELETE", pathOf(call, `environments/${textOf(call.properties, "environment")}`), 404, "Not Found"),
  },
  settled,
  // The plugin sets reviewers only if GitHub answers with some: it does not see that all were removed.
  seen: (held, { reviewers }) =>
    held.reviewers === undefined && reviewers !== undefined ? { ...held, reviewers } : held,
  takesAlong: (call, other) =>
    heldIn(call, deploymentPolicy.token, (held) => sameEnvironment(held, call.properties)).includes(other),
};

/** An environment that a repository holds before the first up. */
export function environmentBefore(
  fullName: string,
  repositoryId: number,
  name: string,
  rules: Properties,
): StoredResource {
  const [account = "", repository = ""] = fullName.split("/");
  const properties = { ...repositoryEnvironment.defaults, repository, environment: name, repositoryId, ...rules };
  return { provider: "github", type: repositoryEnvironment.token, id: `${repository}:${name}`, account, properties };
}

/**
 * A plan without protection rules has no environments in private repositories at all (404); one with branch policies
 * alone refuses reviewers and timers (422). Reviewers that GitHub does not know are refused on every plan.
 *
 * Sources: https://docs.github.com/en/rest/deployments/environments and the comments of CreateUpdateEnvironment in
 * https://github.com/google/go-github, github/repos_environments.go
 */
function refusesRules(call: Call): string | undefined {
  const { properties } = call;
  const path = pathOf(call, `environments/${textOf(properties, "environment")}`);
  const repository = repositoryOf(call);
  if (repository === undefined) return changeError("PUT", path, 404, "Not Found");
  if (repository.visibility !== "public") {
    if (repository.protectionRules === false) return changeError("PUT", path, 404, "Not Found");
    if (
      repository.protectionRules === "branch" &&
      (hasReviewers(properties) || Number(properties.waitTimer ?? 0) > 0)
    ) {
      const message =
        "Failed to create the environment protection rule. Please ensure the billing plan supports the protection rule.";
      return changeError("PUT", path, 422, message);
    }
  }
  return reviewersExist(call) ? undefined : changeError("PUT", path, 422, "Invalid reviewer");
}

/**
 * What a request silently results in: if neither reviewers nor a timer is requested, go-github answers a plan's
 * 422 with a second, weaker request, and GitHub leaves out reviewers who cannot read the repository.
 */
function settled(call: Call): Properties {
  const repository = repositoryOf(call);
  const { reviewers, ...others } = call.properties;
  const left = withAccess(call, reviewers);
  const properties = { ...others, ...(left.length === 0 ? {} : { reviewers: left }) };
  if (repository?.visibility === "public" || repository?.protectionRules !== "branch") return properties;
  return { ...properties, canAdminsBypass: true, preventSelfReview: false };
}

function withAccess(call: Call, reviewers: Value | undefined): Properties[] {
  const { users = {}, teams = {} } = call.cloud.world.github;
  const access = repositoryOf(call)?.access;
  const may = (ids: Value | undefined, all: Readonly<Record<string, number>>, names: readonly string[] | undefined) =>
    [ids ?? []].flat().filter((id) => names === undefined || names.some((name) => all[name] === id));
  return [reviewers ?? []]
    .flat()
    .filter(isObject)
    .map((entry) => ({ teams: may(entry.teams, teams, access?.teams), users: may(entry.users, users, access?.users) }))
    .filter((entry) => entry.users.length + entry.teams.length > 0);
}

function hasReviewers({ reviewers }: Properties): boolean {
  return Array.isArray(reviewers) && reviewers.length > 0;
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
