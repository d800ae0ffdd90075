import { type Properties, textOf, type Value } from "../properties";
import { unless, when } from "../refusals";
import type { Call } from "../resource-type";
import { POLICY } from "./deployment-policy";
import { ENVIRONMENT, inEnvironment, inRepository, NOT_FOUND, repositoryOf, reviewersIn } from "./held";

/**
 * A plan without protection rules has no environments in private repositories at all (404); one with branch policies
 * alone refuses reviewers and timers (422). Reviewers that GitHub does not know are refused on every plan.
 *
 * Sources: https://docs.github.com/en/rest/deployments/environments and the comments of CreateUpdateEnvironment in
 * https://github.com/google/go-github, github/repos_environments.go
 */
const refusals = [
  when((call) => rulesOfPlan(call) === false, NOT_FOUND),
  when(
    (call) => {
      const { teams, users } = reviewersIn(call.properties);
      return (
        rulesOfPlan(call) === "branch" &&
        (teams.length + users.length > 0 || Number(call.properties.waitTimer ?? 0) > 0)
      );
    },
    [
      422,
      "Failed to create the environment protection rule. Please ensure the billing plan supports the protection rule.",
    ],
  ),
  unless(reviewersExist, [422, "Invalid reviewer"]),
];

/** A deployment environment. Creating one that exists changes it: the API has one call for both. */
export const repositoryEnvironment = inRepository({
  token: ENVIRONMENT,
  inputs: [
    "environment",
    "repository",
    "canAdminsBypass",
    "deploymentBranchPolicy",
    "preventSelfReview",
    "reviewers",
    "waitTimer",
  ],
  // What the plugin fills in, and sends.
  defaults: { canAdminsBypass: true, preventSelfReview: false },
  replaceOn: ["repository", "environment"],
  keys: ["environment"],
  request: (change, { properties }) => [
    change === "delete" ? "DELETE" : "PUT",
    `environments/${textOf(properties, "environment")}`,
  ],
  refuse: { create: refusals, update: refusals },
  settled,
  // The plugin sets reviewers only if GitHub answers with some: it does not see that all were removed.
  seen: (held, { reviewers }) =>
    held.reviewers === undefined && reviewers !== undefined ? { ...held, reviewers } : held,
  takesAlong: (call, other) => inEnvironment(call, POLICY).includes(other),
});

/** The protection rules that the plan has for the repository. */
function rulesOfPlan(call: Call): boolean | "branch" {
  const { visibility = "public", protectionRules = true } = repositoryOf(call) ?? {};
  return visibility === "public" || protectionRules;
}

/**
 * What a request silently results in: if neither reviewers nor a timer is requested, go-github answers a plan's
 * 422 with a second, weaker request, and GitHub leaves out reviewers who cannot read the repository.
 */
function settled(call: Call): Properties {
  const { reviewers, ...others } = call.properties;
  const left = withAccess(call, reviewers);
  const properties = { ...others, ...(left.length === 0 ? {} : { reviewers: left }) };
  return rulesOfPlan(call) === "branch"
    ? { ...properties, canAdminsBypass: true, preventSelfReview: false }
    : properties;
}

function withAccess(call: Call, reviewers: Value | undefined): Properties[] {
  const { users = {}, teams = {} } = call.cloud.world.github;
  const access = repositoryOf(call)?.access;
  const may = (ids: readonly Value[], all: Readonly<Record<string, number>>, names: readonly string[] | undefined) =>
    ids.filter((id) => names === undefined || names.some((name) => all[name] === id));
  return [reviewers ?? []]
    .flat()
    .map((entry) => reviewersIn({ reviewers: entry }))
    .map((entry) => ({ teams: may(entry.teams, teams, access?.teams), users: may(entry.users, users, access?.users) }))
    .filter((entry) => entry.users.length + entry.teams.length > 0);
}

function reviewersExist({ cloud, properties }: Call): boolean {
  const { users = {}, teams = {} } = cloud.world.github;
  const asked = reviewersIn(properties);
  const known = (ids: readonly Value[], all: Readonly<Record<string, number>>): boolean =>
    ids.every((id) => Object.values(all).includes(Number(id)));
  return known(asked.users, users) && known(asked.teams, teams);
}
