import type { Statement } from "./document";
import { type Actions, LOOKUP_ACTIONS, RESOURCE_ACTIONS, type Target } from "./provider-actions";

/** The AWS resources of one stack, as policies name them. */
export interface StackArns {
  readonly bucket: string;
  readonly distribution: string;
  readonly originAccessControl: string;
  /** The managed policies that the distribution uses. */
  readonly cachePolicy: string;
  readonly responseHeadersPolicy: string;
  readonly oidcProvider: string;
  /** All roles of the stack. */
  readonly roles: readonly string[];
}

/** What `pulumi preview`, also with `--refresh`, reads: every resource of the stack and every lookup. */
export function readStatements(arns: StackArns): Statement[] {
  const reads = Object.values(RESOURCE_ACTIONS).map(({ read }) => read);
  return statements(READ_SIDS, [...reads, ...Object.values(LOOKUP_ACTIONS)], arns);
}

/**
 * What updating the site in place needs besides `readStatements`: nothing is created or deleted, and nothing of IAM
 * changes. Deleting the bucket's encryption, access block or ownership goes by the actions of updating them: that no
 * plan does so is for the pipeline to check.
 */
export function updateStatements(arns: StackArns): Statement[] {
  return statements(
    UPDATE_SIDS,
    UPDATED_IN_PLACE.map((type) => RESOURCE_ACTIONS[type].update),
    arns,
  );
}

/** What may be updated without an administrator. A new type of resource is not among them unless it is named here. */
export const UPDATED_IN_PLACE = [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:cloudfront/originAccessControl:OriginAccessControl",
  "aws:cloudfront/distribution:Distribution",
] as const satisfies readonly (keyof typeof RESOURCE_ACTIONS)[];

type Sids = Readonly<Record<Exclude<Target, "objects">, string>>;

const READ_SIDS = {
  bucket: "ReadTheSitesBucket",
  distribution: "ReadTheDistribution",
  originAccessControl: "ReadTheOriginAccessControl",
  cachePolicy: "ReadTheCachePolicy",
  responseHeadersPolicy: "ReadTheResponseHeadersPolicy",
  oidcProvider: "ReadTheOidcProvider",
  role: "ReadTheRolesOfTheStack",
  "*": "ReadWhatIamLimitsToNoResource",
} as const satisfies Sids;
