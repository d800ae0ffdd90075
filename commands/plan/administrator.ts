/** One kind of change that only an administrator may apply. */
export interface Reason {
  /** What changes. */
  readonly what: string;
  /** Why only an administrator may apply it, as `npm run plan` says. */
  readonly why: string;
  /** What stops it besides the plan. */
  readonly alsoHeldBy: string;
  /** The types of which every change is one of this kind. */
  readonly types?: readonly string[];
}

/** What only an administrator may apply: the plan decides by these, and the pages show them. */
export const REASONS = {
  trustRoot: {
    what: "roles and their policies, the OIDC provider, the GitHub environment and its branch policy",
    why: "it decides who may do what",
    alsoHeldBy: "no role may write IAM, and the GitHub App has no right to write environments",
    types: [
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      "github:index/repositoryEnvironment:RepositoryEnvironment",
      "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy",
    ],
  },
  bucketPolicy: {
    what: "a bucket's policy",
    why: "it decides who reads and writes the bucket",
    alsoHeldBy: "no role has `s3:PutBucketPolicy`",
    types: ["aws:s3/bucketPolicy:BucketPolicy"],
  },
  history: {
    what: "the buckets' versioning and lifecycle",
    why: "it decides what the buckets keep",
    alsoHeldBy: "no role has `s3:PutBucketVersioning`, `s3:PutLifecycleConfiguration` or `s3:DeleteObjectVersion`",
    types: [
      "aws:s3/bucketVersioning:BucketVersioning",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    ],
  },
  protection: {
    what: "`protect`, and whether the bucket is emptied when it is deleted",
    why: "it decides what may be deleted",
    alsoHeldBy: "the plan alone: both are in the state only",
  },
  distribution: {
    what: "every property of a distribution that decides what visitors get and from where: its origins, aliases, viewer certificate, web ACL, functions, which response headers policy, and whatever is not named below",
    why: "it decides what visitors get, and from where",
    alsoHeldBy: "the plan alone: `cloudfront:UpdateDistribution` allows all of it or nothing",
  },
  domain: {
    what: "the certificate of the site's names, and the DNS records that prove them and lead to the site",
    why: "it decides whose the site's names are, and where they lead",
    alsoHeldBy: "no role may write anything of ACM or Route 53",
    types: [
      "aws:acm/certificate:Certificate",
      "aws:acm/certificateValidation:CertificateValidation",
      "aws:route53/record:Record",
    ],
  },
  lifecycle: {
    what: "what is created, replaced or deleted, new variables excepted",
    why: "the workflow creates, replaces and deletes nothing but new variables",
    alsoHeldBy: "no role may create or delete anything in AWS but the site's files",
  },
  rights: {
    what: "every other type of resource",
    why: "the workflow's role may not update it",
    alsoHeldBy: "the role's policy names what it may update",
  },
} as const satisfies Readonly<Record<string, Reason>>;

export type ReasonName = keyof typeof REASONS;

/** What the workflow may change in a distribution; anything else is an administrator's. */
export const OPEN_IN_A_DISTRIBUTION: readonly string[] = [
  "comment",
  "customErrorResponses",
  "defaultCacheBehavior.allowedMethods",
  "defaultCacheBehavior.cachedMethods",
  "defaultCacheBehavior.cachePolicyId",
  "defaultCacheBehavior.compress",
  "defaultRootObject",
  "httpVersion",
  "isIpv6Enabled",
  "priceClass",
  "restrictions",
];

/** Why every change to a type needs an administrator, if it does. */
export function reasonOfType(type: string): ReasonName | undefined {
  const reasons: Readonly<Record<ReasonName, Reason>> = REASONS;
  return (Object.keys(reasons) as ReasonName[]).find((name) => reasons[name].types?.includes(type));
}
