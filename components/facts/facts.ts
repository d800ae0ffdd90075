import type { Provider } from "@pulumi/github/provider";
import * as pulumi from "@pulumi/pulumi";

import { githubProvider } from "../github-provider";
import { approvalNotice } from "../policy/approval";
import { type Account, oidcProviderArn } from "../policy/oidc";
import { decideOidcProvider, type OidcProviderDecision } from "../policy/oidc-provider";
import { holdsEnvironment } from "../policy/adoption";
import { promisedRules } from "../policy/environment-answer";
import { refuseAny } from "../policy/input-error";
import type { OwnRoles } from "../policy/own-role/roles";
import { partitionProblems } from "../policy/partition";
import { webAclProblems } from "../policy/distribution-options";
import { boundaryProblems } from "../policy/permissions-boundary";
import type { RepositoryFacts } from "../policy/repository-facts";
import { type RoleTrust, trustOfRoles } from "../policy/role-trust";
import { jobsOf } from "../policy/roles-of-stack";
import { readAccount } from "./account";
import { warnOfUnreviewedBranch } from "./branch-review";
import { adoptedNow } from "./adoption";
import { readDomain, type ReadDomain } from "./domain";
import { readEnvironment, type ReadEnvironment } from "./environment";
import { checkEnvironmentProtection } from "./environment-protection";
import { findOidcProvider } from "./oidc-provider";
import { readOwnRoleFiles } from "./own-roles";
import { readOwnState } from "./own-state";
import { readPromotion } from "./promotion";
import { checkRateLimit } from "./rate-limit";
import { readRepository } from "./repository";
import { checkReviewerAccess } from "./reviewer-access";
import { readReviewers, type ReviewerIds } from "./reviewers";
import { readStack, type Stack } from "./stack";
import { checkStateBackend } from "./state-backend";

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
  await checkRateLimit(github);
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
    (await checkEnvironmentProtection(settings, repository, github)) || holdsEnvironment(state, settings.environment);
  const wanted = promisedRules({ ...settings, reviewers });
  const question = { ...settings, repository, wanted, state };
  const environment = made ? await readEnvironment(question, github) : { hasReviewers: false };
  await checkReviewerAccess(settings.reviewers, repository, environment.hasReviewers, github);
  const adoptVariables = await adoptedNow(settings.adoptVariables, state);
  const review = await warnOfUnreviewedBranch(repository, settings.branch, github);
  const unapproved = approvalNotice({ ...settings, review, after: readPromotion(settings) });
  if (unapproved !== undefined) await pulumi.log.warn(unapproved);
  return {
    ...stack,
    account,
    github,
    repository,
    reviewers,
    adoptVariables,
    environment: { ...environment, made },
    names,
    oidcProvider,
    trust,
    ownPolicies,
  };
}
