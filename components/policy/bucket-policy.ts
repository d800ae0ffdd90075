import { policy, type PolicyDocument, type Statement } from "./document";
import type { SiteArns } from "./publish-permissions";
import { RELEASE_LISTS } from "./release-lists";

/** Denies every request without TLS. */
export function nobodyWithoutTls(bucketArn: string): Statement {
  return {
    Sid: "NobodyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Lets only this distribution read the bucket, and only over TLS. */
export function siteBucketPolicy({ bucketArn, distributionArn }: SiteArns): PolicyDocument {
  const onlyThisDistribution = { StringEquals: { "AWS:SourceArn": distributionArn } };
  return policy(
    nobodyWithoutTls(bucketArn),
    {
      Sid: "ThisDistributionReadsFiles",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: `${bucketArn}/*`,
      Condition: onlyThisDistribution,
    },
    {
      Sid: "NoDistributionReadsTheListsOfReleases",
      Effect: "Deny",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: `${bucketArn}/${RELEASE_LISTS}*`,
    },
    {
      // Without it S3 answers 403 for a missing file, and the site could not tell "missing" from "forbidden".
      Sid: "ThisDistributionLearnsWhatIsMissing",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: onlyThisDistribution,
    },
  );
}
