import type { Claims } from "./claims";
import { policy, type PolicyDocument, type Statement } from "./document";
import { type Problem, refuseAny, wrong } from "./input-error";
import { ISSUER } from "./oidc";

/** AWS's quota for a role's trust policy, in characters; white space does not count. */
export const TRUST_POLICY_LIMIT = 2048;

/** One job under one identity of its repository. */
export interface TrustedJob {
  readonly sid: string;
  readonly claims: Claims;
  /** From this time on (ISO 8601), AWS no longer trusts the job. Default: no end. */
  readonly until?: string;
}

/** The one thing that is not exact: the number of a pull request, in the claims that carry its ref. */
const PULL_REQUEST = /^(?:[^*?$]+@)?refs\/pull\/\*\/merge$/;
const PATTERN_KEYS: readonly string[] = [`${ISSUER}:ref`, `${ISSUER}:job_workflow_ref`];

/**
 * The trust policy of a role: one statement for each job that may assume it, never two jobs in one.
 *
 * @throws InputError if a claim would match more than itself
 */
export function trustPolicy(providerArn: string, jobs: readonly TrustedJob[]): PolicyDocument {
  return policy(...jobs.map((job) => trustStatement(providerArn, job)));
}

function trustStatement(providerArn: string, { sid, claims, until }: TrustedJob): Statement {
  const conditions = Object.entries(claims).map(
    ([claim, value]: [string, string | readonly string[]]) => [`${ISSUER}:${claim}`, value] as const,
  );
  const patterns = conditions.filter(
    ([key, value]) => PATTERN_KEYS.includes(key) && [value].flat().every((one) => PULL_REQUEST.test(one)),
  );
  const exact = conditions.filter((condition) => !patterns.includes(condition));
  const wide = exact.filter(([, value]) => [value].flat().some((one) => /[*?]|\$\{/.test(one)));
  refuseAny(
    "A trust policy must be exact:",
    wide.map(([key, value]) => wrong(key, value, "no *, ? or ${ in it")),
  );
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: Object.fromEntries(exact),
      ...(patterns.length === 0 ? {} : { StringLike: Object.fromEntries(patterns) }),
      ...(until === undefined ? {} : { DateLessThan: { "aws:CurrentTime": until } }),
    },
  };
}

/** Problems with the size of a role's trust policy: found before anything is written. */
export function trustProblems(role: string, trust: PolicyDocument): Problem[] {
  const length = JSON.stringify(trust).length;
  const message = `has ${length} characters; expected at most ${TRUST_POLICY_LIMIT} (AWS's quota): shorten branch or environment, or drop alsoTrust`;
  return length > TRUST_POLICY_LIMIT ? [{ key: `trust policy of the role ${role}`, message }] : [];
}
