import type { Provider } from "@pulumi/github/provider";

import { githubProvider } from "../github-provider";
import { type Account, oidcProviderArn } from "../policy/oidc";
import { decideOidcProvider, type OidcProviderDecision } from "../policy/oidc-provider";
import type { RepositoryFacts } from "../policy/repository-facts";
import { type RoleTrust, trustOfRoles } from "../policy/role-trust";
import { readAccount } from "./account";
import { warnOfUnreviewedBranch } from "./branch-review";
import { checkEnvironmentProtection } from "./environment-protection";
import { findOidcProvider } from "./oidc-provider";
import { readRepository } from "./repository";
import { readReviewers, type ReviewerIds } from "./reviewers";
import { readStack, type Stack } from "./stack";

/** Everything that must be known, and right, before anything is built. */
export interface Facts extends Stack {
  readonly account: Account;
  readonly github: Provider;
  readonly repository: RepositoryFacts;
  readonly reviewers: ReviewerIds;
  readonly oidcProvider: OidcProviderDecision;
  readonly trust: RoleTrust;
}

/**
 * Reads the settings, asks AWS and GitHub, and decides who trusts whom: all from plain values, so that what is wrong
 * is said before the first resource is registered.
 *
 * @throws InputError with what is wrong.
 */
export async function readFacts(): Promise<Facts> {
  const stack = readStack();
  const { settings, now } = stack;
  const github = githubProvider(settings.repository.owner);
  const account = await readAccount();
  const repository = await readRepository(settings, github);
  const arn = oidcProviderArn(account);
  const found = await findOidcProvider(arn);
  const oidcProvider = decideOidcProvider({
    oidcProvider: settings.oidcProvider,
    arn,
    owner: `${stack.project}/${stack.stack}`,
    found,
  });
  const trust = trustOfRoles(arn, { ...settings, repository, now });
  const reviewers = await readReviewers(settings.reviewers, github);
  await checkEnvironmentProtection(settings, repository, github);
  await warnOfUnreviewedBranch(repository, settings.branch, github);
  return { ...stack, account, github, repository, reviewers, oidcProvider, trust };
}
