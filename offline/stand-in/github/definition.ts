import { version } from "@pulumi/github/package.json";
import { textOf } from "../properties";
import type { ProviderDefinition } from "../resource-type";
import { actionsVariable } from "./actions-variable";
import { deploymentPolicy } from "./deployment-policy";
import { repositoryEnvironment } from "./repository-environment";
import { getRestApi } from "./rest-api";

/**
 * The stand-in for GitHub, as the plugin (pulumi-github 6.15.0) shows it. What it does not do as the plugin does:
 * - a policy that exists answers 303 without an address, so that the plugin takes 0 for its id; whether GitHub sends the
 *   address, with which the plugin would take the policy over, is not known;
 * - a branch policy that is taken away from an environment may take its branches with it: here they stay;
 * - the state has no `__defaults`, `__meta` and the like, no `id` among the outputs, and no empty `reviewers`, `waitTimer`
 *   and `tagPattern`;
 * - it configures itself without asking GitHub for the owner, and needs no token;
 * - it waits between writes no more than it retries, sleeps through a rate limit or crashes when a connection is cut.
 */
export const github: ProviderDefinition = {
  name: "github",
  version,
  configure: (settings, { world }) => {
    const { GITHUB_OWNER, GITHUB_ORGANIZATION } = process.env;
    const owners = [GITHUB_OWNER, GITHUB_ORGANIZATION, textOf(settings, "owner"), textOf(settings, "organization")];
    const owner = owners.find((each) => each !== undefined && each !== "") ?? "";
    // GitHub does not tell cases apart in names.
    const logins = Object.keys(world.github.repositories).map((fullName) => fullName.split("/")[0] ?? "");
    const account = logins.find((login) => login.toLowerCase() === owner.toLowerCase()) ?? owner;
    return { account, region: "" };
  },
  // Another owner is the same provider: a repository may have moved.
  identity: () => ({}),
  resourceTypes: [actionsVariable, repositoryEnvironment, deploymentPolicy],
  invokes: { "github:index/getRestApi:getRestApi": getRestApi },
};
