import { type AlsoTrust, daysLeft, otherIdentity } from "./also-trust";
import { type Claims, claimsOf, type Identity, type Scope } from "./claims";
import type { PolicyDocument } from "./document";
import { refuseAny } from "./input-error";
import type { Job } from "./roles";
import { type TrustedJob, trustPolicy, trustProblems } from "./trust";

/** Who a stack's roles trust: its repository, for a while perhaps also under another name. */
export interface TrustedRepository {
  readonly repository: Identity & Pick<Scope, "defaultBranch">;
  readonly environment: string;
  readonly branch: string;
  readonly alsoTrust: AlsoTrust | null;
  readonly now: Date;
}

/** The one job that may assume a role, once for each identity of the repository that is trusted today. */
export function trustedJobs(role: string, job: Job, trusted: TrustedRepository): TrustedJob[] {
  const { repository, environment, branch, alsoTrust, now } = trusted;
  const scope = { environment, branch, defaultBranch: repository.defaultBranch };
  const title = `The${capital(role)}Job`;
  const current = { sid: title, claims: claimsOf(job, repository, scope) };
  if (alsoTrust === null || daysLeft(alsoTrust, now) <= 0) return [current];
  const claims: Claims = claimsOf(job, otherIdentity(alsoTrust, repository), scope);
  // Whole seconds: the form in which IAM's own examples write times.
  const until = alsoTrust.until.toISOString().replace(".000Z", "Z");
  return [current, { sid: `${title}UnderItsOtherNameForAWhile`, claims, until }];
}

/** A role with the one job that may assume it. */
export interface TrustedRole {
  /** Its logical name, for example `publish`. */
  readonly name: string;
  readonly job: Job;
  readonly trust: PolicyDocument;
}

/** Who may assume each role of a stack, as IAM reads it and as people do. */
export interface RoleTrust {
  readonly roles: readonly TrustedRole[];
  /** The trusted jobs by role, as JSON. */
  readonly summary: string;
}

/**
 * The trust of all roles of a stack.
 *
 * @param ofRoles the one job that may assume each role
 * @throws InputError with every policy that AWS would refuse for its size.
 */
export function trustOfRoles(
  providerArn: string,
  ofRoles: Readonly<Record<string, Job>>,
  trusted: TrustedRepository,
): RoleTrust {
  const all = Object.entries(ofRoles).map(([name, job]) => {
    const jobs = trustedJobs(name, job, trusted);
    const people = jobs.map(({ claims, until }) => ({ ...claims, until }));
    return { role: { name, job, trust: trustPolicy(providerArn, jobs) }, people: [name, people] };
  });
  const roles = all.map(({ role }) => role);
  refuseAny(
    "AWS would refuse the trust policies of this stack:",
    roles.flatMap(({ name, trust }) => trustProblems(name, trust)),
  );
  return { roles, summary: JSON.stringify(Object.fromEntries(all.map(({ people }) => people))) };
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** The notice about the second identity at each preview; undefined if there is none. */
export function alsoTrustNotice(
  alsoTrust: AlsoTrust | null,
  now: Date,
): { level: "info" | "warn"; message: string } | undefined {
  if (alsoTrust === null) return undefined;
  const { text } = alsoTrust.subjectPrefix;
  const days = daysLeft(alsoTrust, now);
  return days > 0
    ? { level: "info", message: `alsoTrust: AWS trusts ${text} for ${days} more ${days === 1 ? "day" : "days"}` }
    : { level: "warn", message: `alsoTrust: ${text} has expired and is no longer trusted; delete the key` };
}
