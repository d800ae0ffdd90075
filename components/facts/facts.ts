import type { Provider } from "@pulumi/github/provider";

import { githubProvider } from "../github-provider";
import { adoptionNotice, heldRules, variablesToAdopt } from "../policy/adoption";
import { approvalNotice } from "../policy/approval";
import { branchNotice, branchReview } from "../policy/branch-review";
import { type Account, oidcProviderArn } from "../policy/oidc";
import { decideOidcProvider, type OidcProviderDecision } from "../policy/oidc-provider";
import { promisedRules, type ReviewerIds } from "../policy/environment-answer";
import { refuseAny } from "../policy/input-error";
import type { OwnRoles } from "../policy/own-role/roles";
import { partitionProblems } from "../policy/partition";
import { webAclProblems } from "../policy/distribution-options";
import { boundaryProblems } from "../policy/permissions-boundary";
import { RATE_LIMIT_ENDPOINT, rateLimitNotice } from "../policy/rate-limit";
import type { RepositoryFacts } from "../policy/repository-facts";
import { accessNotice, checkAccess, reviewerAccess } from "../policy/reviewer-access";
import { type RoleTrust, trustOfRoles } from "../policy/role-trust";
import { jobsOf } from "../policy/roles-of-stack";
import { readAccount } from "./account";
import { readDomain, type ReadDomain } from "./domain";
import { readEnvironment, type ReadEnvironment } from "./environment";
import { checkEnvironmentProtection } from "./environment-protection";
import { tryGithub } from "./github";
import { findOidcProvider } from "./oidc-provider";
import { readOwnRoleFiles } from "./own-roles";
import { readOwnState } from "./own-state";
import { readPromotion } from "./promotion";
import { readRepository } from "./repository";
import { readReviewers } from "./reviewers";
import { readStack, type Stack } from "./stack";
import { checkStateBackend } from "./state-backend";
import { warn } from "./warn";

/** Everything that must be known, and right, before anything is built. */
export interface Facts extends Stack {
  readonly account: Account;
  readonly github: Provider;
  readonly repository: RepositoryFacts;
  readonly reviewers: ReviewerIds;
  /** Those of `adoptVariables` that this run takes over. */
  readonly adoptVariables: readonly string[];
  readonly environment: ReadEnvironment & {
    /** Whether the stack makes its environment. */
    readonly made: boolean;
  };
  readonly names: ReadDomain;
  readonly oidcProvider: OidcProviderDecision;
  readonly trust: RoleTrust;
  /** The policies of the user's own roles, by role name; only the distribution's placeholder is not filled in. */
  readonly ownPolicies: OwnRoles["policies"];
}

/**
 * Reads the settings, asks AWS and GitHub, and decides who trusts whom: all from plain values, so errors are
 * reported before the first resource is registered.
 *
 * @throws InputError with what is wrong.
 */
export async function readFacts(): Promise<Facts> {
  const stack = readStack();
  const { settings, now } = stack;
  await checkStateBackend(settings);
  const github = githubProvider(settings.repository.owner);
  const account = await readAccount();
  refuseAny("The AWS account does not fit the setting:", [
    ...partitionProblems(account),
    ...boundaryProblems(settings.permissionsBoundary, account),
    ...webAclProblems(settings.webAclArn, account),
  ]);
  const ask = (endpoint: string) => tryGithub(endpoint, github);
  await warn(rateLimitNotice(await ask(RATE_LIMIT_ENDPOINT)));
  const repository = await readRepository(settings, github);
  const arn = oidcProviderArn(account);
  const found = await findOidcProvider(arn);
  const oidcProvider = decideOidcProvider({
    oidcProvider: settings.oidcProvider,
    arn,
    owner: `${stack.project}/${stack.stack}`,
    found,
  });
  const trust = trustOfRoles(arn, jobsOf(settings), { ...settings, repository, now });
  const { policies: ownPolicies } = await readOwnRoleFiles(stack, account);
  const reviewers = await readReviewers(settings.reviewers, github);
  // Requested in each run: the engine keeps its own provider for the request, which would otherwise come and go.
  const state = await readOwnState();
  const names = await readDomain(settings.domain, state);
  // The stack's own environment stays even if the plan is unknown today: unregistered, it would be deleted.
  const made =
    (await checkEnvironmentProtection(settings, repository, github)) ||
    heldRules(state, settings.environment) !== undefined;
  const wanted = promisedRules({ ...settings, reviewers });
  const question = { ...settings, repository, wanted, state };
  const environment = made ? await readEnvironment(question, github) : { hasReviewers: false };
  const access = await reviewerAccess(settings.reviewers, repository, ask);
  checkAccess(access, repository);
  const adoption = variablesToAdopt(settings.adoptVariables, state);
  const review = await branchReview(repository, settings.branch, ask);
  await warn(
    environment.hasReviewers ? undefined : accessNotice(access, repository),
    adoptionNotice(adoption),
    branchNotice(settings.branch, review),
    approvalNotice({ ...settings, review, after: readPromotion(settings) }),
  );
  return {
    ...stack,
    account,
    github,
    repository,
    reviewers,
    adoptVariables: adoption.adopt,
    environment: { ...environment, made },
    names,
    oidcProvider,
    trust,
    ownPolicies,
  };
}
