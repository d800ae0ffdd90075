import { ownedBy, policy, type PolicyDocument, type Statement } from "./document";
import { RELEASE_LISTS } from "./release-lists";

/** The resources of one site, as policies name them. */
export interface SiteArns {
  readonly bucketArn: string;
  readonly distributionArn: string;
}

/** Reading the lists of releases: what is published, and by which release. */
export function readReleaseLists(bucketArn: string, account: string): Statement {
  return {
    Sid: "ReadTheListsOfReleases",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: `${bucketArn}/${RELEASE_LISTS}*`,
    Condition: ownedBy(account),
  };
}

/**
 * Exactly what publishing needs: sync the files, put earlier versions of them back, invalidate the distribution,
 * wait until that is done. It cannot delete versions.
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
    readReleaseLists(bucketArn, account),
    {
      // Enough for a server-side copy that replaces the metadata: tags, which it would copy, need more.
      Sid: "CopyFromEarlierVersions",
      Effect: "Allow",
      Action: "s3:GetObjectVersion",
      Resource: `${bucketArn}/*`,
      Condition: ownedBy(account),
    },
    {
      Sid: "WriteAndPruneTheFiles",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:DeleteObject"],
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
