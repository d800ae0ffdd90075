import type { PolicyDocument, Statement } from "../../components/policy/document";
import { ISSUER } from "../../components/policy/oidc";
import { ROLE_NAMES } from "../../components/policy/roles";
import type { Deployment } from "../deployment";

/** A role as the stack's state has it: who may assume it, and what it may do. */
export interface AssumableRole {
  /** The logical name, for example `publish`. */
  readonly name: string;
  readonly arn: string;
  /** The ARN of the policy that bounds what the role may do, if it has one. */
  readonly boundary?: string;
  readonly trusts: readonly TrustedBy[];
  readonly permissions: readonly Permission[];
}

/** One job, and the claims that its token must have. */
export interface TrustedBy {
  readonly job: string;
  /** Claim, then the values of which the token must have one. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** When AWS stops trusting the job. */
  readonly until?: string;
}

export interface Permission {
  /** What the permission is for, in words. */
  readonly purpose: string;
  /** Whether the statement denies instead of allowing. */
  readonly denies: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Condition key, then what it must be. */
  readonly conditions: Readonly<Record<string, string>>;
  /** In which ways it is wide, for one of the user's own roles. */
  readonly wide?: readonly string[];
}

/**
 * The roles of a deployed stack, as given to AWS: nothing here comes from the program's intentions. The known
 * ones come first, in their order.
 */
export function rolesOf({ deployment: { resources = [] } }: Deployment): AssumableRole[] {
  const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
  return resources
    .filter(({ type }) => type === "aws:iam/role:Role")
    .map(({ urn, outputs = {}, parent }) => ({
      name: urn.split("::").at(-1) ?? urn,
      arn: String(outputs.arn),
      boundary: typeof outputs.permissionsBoundary === "string" ? outputs.permissionsBoundary || undefined : undefined,
      trusts: document(outputs.assumeRolePolicy).Statement.map(trustedBy),
      permissions: policies
        .filter((policy) => policy.parent === parent)
        .flatMap((policy) => document(policy.outputs?.policy).Statement.map(permission)),
    }))
    .sort((one, other) => placeOf(one) - placeOf(other) || (one.name < other.name ? -1 : 1));
}

function placeOf({ name }: Pick<AssumableRole, "name">): number {
  const place = ROLE_NAMES.findIndex((known) => known === name);
  return place < 0 ? ROLE_NAMES.length : place;
}

function document(policy: unknown): PolicyDocument {
  return JSON.parse(String(policy)) as PolicyDocument;
}

function trustedBy({ Sid, Condition = {} }: Statement): TrustedBy {
  const { DateLessThan, ...claims } = Condition;
  const conditions = Object.entries(claims).flatMap(([operator, values]) =>
    Object.entries(values).map(([key, value]) => [under(operator, key.replace(`${ISSUER}:`, "")), [value].flat()]),
  );
  return {
    job: inWords(Sid),
    claims: Object.fromEntries(conditions) as TrustedBy["claims"],
    until: DateLessThan?.["aws:CurrentTime"]?.toString(),
  };
}

function permission({ Sid, Effect, Action, Resource = [], Condition = {} }: Written): Permission {
  return {
    purpose: Sid === undefined ? "Without a name" : inWords(Sid),
    denies: Effect === "Deny",
    actions: [Action].flat(),
    resources: [Resource].flat(),
    conditions: inText(Condition),
  };
}

/** A statement as a user may write it: without a Sid, and with any of IAM's operators. */
type Written = Omit<Statement, "Sid" | "Condition"> & {
  readonly Sid?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** The operators under which a key must be one of the values. For all others the text names the operator. */
const IS: readonly string[] = ["StringEquals", "StringLike", "Bool"];

/** What each condition key must be. */
function inText(conditions: NonNullable<Written["Condition"]>): Record<string, string> {
  const keys = Object.entries(conditions).flatMap(([operator, values]) =>
    Object.entries(values).map(([key, value]) => [under(operator, key), [value].flat().join(" or ")] as const),
  );
  return Object.fromEntries(keys);
}

/** A condition key, with the operator where that does not say that the key must be one of the values. */
function under(operator: string, key: string): string {
  return IS.includes(operator) ? key : `${key} (${operator})`;
}

/** The workflow file in a claim: `acme/site/.github/workflows/site.yml@refs/heads/main` is `site.yml`. */
export function workflowFile(jobWorkflowRef: string): string {
  return /([^/]+)@/.exec(jobWorkflowRef)?.[1] ?? jobWorkflowRef;
}

/** A Sid as a sentence: its words apart, abbreviations as they are written. */
export function inWords(sid: string): string {
  const words = sid.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const written = words.replace(/\b(?:acl|github|iam|oidc|tls)\b/g, (word) => WRITTEN[word] ?? word);
  return written.charAt(0).toUpperCase() + written.slice(1);
}

const WRITTEN: Readonly<Record<string, string>> = {
  acl: "ACL",
  github: "GitHub",
  iam: "IAM",
  oidc: "OIDC",
  tls: "TLS",
};
