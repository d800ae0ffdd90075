import { ownedBy, policy, type PolicyDocument } from "./document";

/** The resources of one site, as policies name them. */
export interface SiteArns {
  readonly bucketArn: string;
  readonly distributionArn: string;
}

/**
 * What publishing needs and no more: sync the files, invalidate the distribution, wait until that is done.
 *
 * @param account the number of the account that owns the bucket
 */
export function publishPermissions({ bucketArn, distributionArn }: SiteArns, account: string): PolicyDocument {
  return policy(
    {
      Sid: "CompareWithWhatIsPublished",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: ownedBy(account),
    },
    {
      Sid: "WriteAndPruneTheFiles",
      Effect: "Allow",
      // Large files go up in parts: without AbortMultipartUpload a failed one would leave its parts, and their cost.
      Action: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: `${bucketArn}/*`,
      Condition: ownedBy(account),
    },
    {
      Sid: "InvalidateAndWait",
      Effect: "Allow",
      Action: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
      Resource: distributionArn,
    },
  );
}
