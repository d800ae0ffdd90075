import type { Job, Trigger } from "./roles";
import { AUDIENCE } from "./oidc";

/** A repository as its tokens identify it. */
export interface Identity {
  /** The start of the subject, as GitHub states it. */
  readonly subjectPrefix: string;
  readonly owner: string;
  readonly name: string;
  readonly repositoryId: string;
  readonly ownerId: string;
}

/** What a stack adds to the repository's identity. */
export interface Scope {
  readonly environment: string;
  /** The one branch that may deploy to the environment. */
  readonly branch: string;
  /** The repository's default branch: scheduled workflows run there only. */
  readonly defaultBranch: string;
}

/** The claims of GitHub's token that a trust policy pins, each with the exact value that it must have. */
export interface Claims {
  readonly aud: string;
  readonly sub: string;
  readonly repository_id: string;
  readonly repository_owner_id: string;
  readonly environment?: string;
  /** Exact, except for the pull request's number, which is `*`. */
  readonly ref: string;
  /**
   * Exact, except for the pull request's number, which is `*`. Both spellings if the owner's name has capitals: it
   * was seen in lower case here and in GitHub's spelling elsewhere, and ignoring case would let in another file.
   *
   * Source: https://github.com/Azure/accelerator-bootstrap-modules/pull/135
   */
  readonly job_workflow_ref: string | readonly string[];
}

/**
 * The claims that GitHub writes into the token of this job and into no other's. `sub` repeats some of what the other
 * claims say: IAM requires it, and each of the others still holds if the form of the subject changes again.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
export function claimsOf(job: Job, identity: Identity, scope: Scope): Claims {
  const { context, ref, environment } = CONTEXTS[job.trigger](scope);
  const file = (owner: string) => `${owner}/${identity.name}/.github/workflows/${job.workflow}@${ref}`;
  const files = [...new Set([identity.owner, identity.owner.toLowerCase()])].map(file);
  return {
    aud: AUDIENCE,
    sub: `${identity.subjectPrefix}:${context}`,
    repository_id: identity.repositoryId,
    repository_owner_id: identity.ownerId,
    ...(environment === undefined ? {} : { environment }),
    ref,
    job_workflow_ref: files.length === 1 ? file(identity.owner) : files,
  };
}

/** The claims that depend on where a job runs. */
interface Context {
  /** The end of the subject. */
  readonly context: string;
  readonly ref: string;
  readonly environment?: string;
}

const CONTEXTS: Readonly<Record<Trigger, (scope: Scope) => Context>> = {
  environment: ({ environment, branch }) => ({
    context: `environment:${environment}`,
    ref: `refs/heads/${branch}`,
    environment,
  }),
  "pull request": () => ({ context: "pull_request", ref: "refs/pull/*/merge" }),
  "default branch": ({ defaultBranch }) => ({
    context: `ref:refs/heads/${defaultBranch}`,
    ref: `refs/heads/${defaultBranch}`,
  }),
};
