import type { Provider } from "@pulumi/github/provider";

import { canHaveEnvironment, checkProtection, githubPlanOf, protectionNotice } from "../policy/environment-protection";
import type { RepositoryFacts } from "../policy/repository-facts";
import type { Settings } from "../policy/settings";
import { tryGithub } from "./github";
import { warn } from "./warn";

/**
 * Makes sure that GitHub's plan allows the environment's protection, as far as GitHub tells, and says what is left
 * to IAM.
 *
 * @returns whether there can be an environment at all
 * @throws InputError if the plan is known not to allow it
 */
export async function checkEnvironmentProtection(
  { environmentProtection, environment, branch }: Pick<Settings, "environmentProtection" | "environment" | "branch">,
  { owner, visibility }: RepositoryFacts,
  provider: Provider,
): Promise<boolean> {
  const plan =
    visibility === "public" ? undefined : await githubPlanOf(owner, (endpoint) => tryGithub(endpoint, provider));
  checkProtection(environmentProtection, visibility, plan);
  await warn(protectionNotice(environmentProtection, environment, branch));
  return canHaveEnvironment(environmentProtection, visibility, plan);
}
