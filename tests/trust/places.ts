import type { RoleName } from "../../components/policy/roles";
import { OWN_ROLES } from "../support/example/project";
import { GITHUB_ISSUER, type TokenClaims } from "../support/evaluator";

/** A repository under one of its names, with the environment and the branches that a stack trusts. */
export interface Place {
  readonly subjectPrefix: string;
  readonly owner: string;
  readonly name: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  readonly environment: string;
  readonly branch: string;
  readonly defaultBranch: string;
}

/** The example of the documentation: acme/site with the ids in its subjects, deployed from main to prod. */
export const IMMUTABLE: Place = {
  subjectPrefix: "repo:acme@1111/site@2222",
  owner: "acme",
  name: "site",
  repositoryId: "2222",
  ownerId: "1111",
  environment: "prod",
  branch: "main",
  defaultBranch: "main",
};

/** The same repository, whose subjects have the form from before July 2026. */
export const LEGACY: Place = { ...IMMUTABLE, subjectPrefix: "repo:acme/site" };

/** The same repository before it and its owner were renamed, which also gave it the new form. */
export const BEFORE_RENAME: Place = {
  ...IMMUTABLE,
  subjectPrefix: "repo:old-acme/old-site",
  owner: "old-acme",
  name: "old-site",
};

/** The same repository, transferred to another owner. */
export const TRANSFERRED: Place = {
  ...IMMUTABLE,
  subjectPrefix: "repo:new-owner@5151/site@2222",
  owner: "new-owner",
  ownerId: "5151",
};

/** Names that a careless pattern would take for more than they are. */
export const DOTTED: Place = {
  ...IMMUTABLE,
  subjectPrefix: "repo:acme-corp@1111/my.site-docs_v2@2222",
  owner: "acme-corp",
  name: "my.site-docs_v2",
};

/** Branches with slashes, of which the default one is another than the one that deploys. */
export const SLASHED: Place = { ...IMMUTABLE, branch: "release/2026", defaultBranch: "trunk/next" };

/** What GitHub's documentation says of a job: the end of its subject, its ref, its file, perhaps its environment. */
interface Run {
  readonly context: string;
  readonly ref: string;
  readonly file: string;
  readonly environment?: string;
}

/** A role of which the trust is tried: a built-in one, or one of the user's own as the example has them. */
export type TrustedName = RoleName | keyof typeof OWN_ROLES;

const RUNS: Readonly<Record<TrustedName, (place: Place) => Run>> = {
  publish: ({ environment, branch }) => ({
    context: `environment:${environment}`,
    ref: `refs/heads/${branch}`,
    file: "publish-site.yml",
    environment,
  }),
  infrastructure: ({ environment, branch }) => ({
    context: `environment:${environment}`,
    ref: `refs/heads/${branch}`,
    file: "infrastructure.yml",
    environment,
  }),
  preview: () => ({ context: "pull_request", ref: "refs/pull/7/merge", file: "preview.yml" }),
  drift: ({ defaultBranch }) => ({
    context: `ref:refs/heads/${defaultBranch}`,
    ref: `refs/heads/${defaultBranch}`,
    file: "drift.yml",
  }),
  api: ({ environment, branch }) => ({
    context: `environment:${environment}`,
    ref: `refs/heads/${branch}`,
    file: OWN_ROLES.api.workflow,
    environment,
  }),
  nightly: ({ defaultBranch }) => ({
    context: `ref:refs/heads/${defaultBranch}`,
    ref: `refs/heads/${defaultBranch}`,
    file: OWN_ROLES.nightly.workflow,
  }),
};

/** Whether the role's job runs in the environment. */
export const isInEnvironment = (role: TrustedName): boolean => ["publish", "infrastructure", "api"].includes(role);

/** Whether it runs on the default branch, whatever the stack's is. */
export const isOnDefaultBranch = (role: TrustedName): boolean => role === "drift" || role === "nightly";

/** All roles, those to come included. */
export const ROLE_NAMES = Object.keys(RUNS) as TrustedName[];

/** How the job of a role runs in a place. */
export function runOf(role: TrustedName, place: Place): Run {
  return RUNS[role](place);
}

/**
 * The token that GitHub mints for the job of a role, with claims that AWS does not map, too.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
export function tokenOf(role: TrustedName, place: Place): TokenClaims {
  const { context, ref, file, environment } = runOf(role, place);
  return {
    iss: `https://${GITHUB_ISSUER}`,
    aud: "sts.amazonaws.com",
    sub: `${place.subjectPrefix}:${context}`,
    repository: `${place.owner}/${place.name}`,
    repository_id: place.repositoryId,
    repository_owner: place.owner,
    repository_owner_id: place.ownerId,
    environment,
    ref,
    job_workflow_ref: `${place.owner}/${place.name}/.github/workflows/${file}@${ref}`,
    workflow: "Site",
    actor: "octocat",
    actor_id: "5",
    event_name: role === "preview" ? "pull_request" : "push",
    runner_environment: "github-hosted",
  };
}
