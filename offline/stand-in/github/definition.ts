import { version } from "@pulumi/github/package.json";
import { textOf } from "../properties";
import type { ProviderDefinition } from "../resource-type";
import { actionsVariable } from "./actions-variable";
import { deploymentPolicy, repositoryEnvironment } from "./repository-environment";
import { getRestApi } from "./rest-api";

/** The stand-in for GitHub. */
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
  identity: (settings) => ({ owner: textOf(settings, "owner").toLowerCase() }),
  resourceTypes: [actionsVariable, repositoryEnvironment, deploymentPolicy],
  invokes: { "github:index/getRestApi:getRestApi": getRestApi },
};
