import { type Problem, refuseAny } from "./input-error";

/** @throws InputError when the environment names another GitHub, an App or another owner, which the plugin would use. */
export function refuseOtherGithub(owner: string, environment: Readonly<Record<string, string | undefined>>): void {
  refuseAny("The environment names another GitHub:", otherGithub(environment));
  refuseAny("The environment names a GitHub App:", appVariables(environment));
  refuseAny("The environment names another GitHub owner:", otherOwners(owner, environment));
}

/** The variables of the environment that the GitHub plugin prefers to the owner it is given. */
const OWNER_VARIABLES = ["GITHUB_OWNER", "GITHUB_ORGANIZATION"] as const;

/** Problems if the environment names another owner than this one: the plugin would use that instead. */
export function otherOwners(owner: string, environment: Readonly<Record<string, string | undefined>>): Problem[] {
  return OWNER_VARIABLES.filter(
    (variable) => ![undefined, "", owner.toLowerCase()].includes(environment[variable]?.toLowerCase()),
  ).map((variable) => ({
    key: variable,
    message: `is set to ${JSON.stringify(environment[variable])}, which the GitHub provider prefers to the owner of repository; expected ${owner}, or unset`,
  }));
}

/** The variables by which the plugin signs in as an App, whatever GITHUB_TOKEN says. */
const APP_VARIABLES = ["GITHUB_APP_ID", "GITHUB_APP_INSTALLATION_ID", "GITHUB_APP_PEM_FILE"] as const;

/** If the environment names an App, the plugin would act as that App instead of using GITHUB_TOKEN. */
export function appVariables(environment: Readonly<Record<string, string | undefined>>): Problem[] {
  return APP_VARIABLES.filter((variable) => ![undefined, ""].includes(environment[variable])).map((variable) => ({
    key: variable,
    message: "is set, and the GitHub provider prefers the App to GITHUB_TOKEN; expected it unset",
  }));
}

/** Problems if the environment names another GitHub than github.com: its tokens have another issuer. */
export function otherGithub(environment: Readonly<Record<string, string | undefined>>): Problem[] {
  const { GITHUB_BASE_URL: url = "" } = environment;
  if (["", "https://api.github.com", "https://api.github.com/"].includes(url)) return [];
  const message = `is set to ${JSON.stringify(url)}; GitHub Enterprise Server and ghe.com are not supported: expected it unset`;
  return [{ key: "GITHUB_BASE_URL", message }];
}
