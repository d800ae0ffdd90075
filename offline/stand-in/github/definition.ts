import { version } from "@pulumi/github/package.json";
import { textOf } from "../properties";
import type { ProviderDefinition } from "../resource-type";
import { actionsVariable } from "./actions-variable";
import { deploymentPolicy } from "./deployment-policy";
import { repositoryEnvironment } from "./repository-environment";
import { isSame } from "./repositories";
import { getRestApi } from "./rest-api";

/**
 * The stand-in for GitHub, as the plugin (pulumi-github 6.15.0) shows it. What it does not do as the plugin does:
 * - creating a policy that exists answers 303 with the address of the list, so the plugin takes 0 for its id; which
 *   address GitHub sends is not known: with the policy's own the plugin would take it over, without one `up` would fail;
 * - an update of an environment that is gone fails here; the plugin's request creates it again;
 * - a branch policy that is removed from an environment may remove its branches in GitHub: here they stay;
 * - the state has no `__defaults`, `__meta` and the like, no `id` among the outputs, and no empty `reviewers`, `waitTimer`
 *   and `tagPattern`, which it does not know;
 * - it needs no token, prefers no GITHUB_APP_*, and does not begin by asking GitHub for the owner;
 * - it does not wait between writes, retry after a 5xx, have its own rate limit, or crash when a connection drops.
 */
export const github: ProviderDefinition = {
  name: "github",
  version,
  configure: (settings, { world }) => {
    const { GITHUB_OWNER, GITHUB_ORGANIZATION } = process.env;
    const owners = [GITHUB_OWNER, GITHUB_ORGANIZATION, textOf(settings, "owner"), textOf(settings, "organization")];
    const owner = owners.find((each) => each !== undefined && each !== "") ?? "";
    const logins = Object.keys(world.github.repositories).map((fullName) => fullName.split("/")[0] ?? "");
    const account = logins.find((login) => isSame(login, owner)) ?? owner;
    return { account, region: "" };
  },
  // Another owner is the same provider: a repository may have moved.
  identity: () => ({}),
  resourceTypes: [actionsVariable, repositoryEnvironment, deploymentPolicy],
  invokes: { "github:index/getRestApi:getRestApi": getRestApi },
};
