import { allow, ownedBy, policy, type PolicyDocument, type Statement } from "./document";
import { RELEASE_LISTS } from "./release-lists";

/** The resources of one site, as policies name them. */
export interface SiteArns {
  readonly bucketArn: string;
  readonly distributionArn: string;
}

/** Reading the lists of releases: what is published, and by which release. */
export function readReleaseLists(bucketArn: string, account: string): Statement {
  return allow("ReadTheListsOfReleases", "s3:GetObject", `${bucketArn}/${RELEASE_LISTS}*`, ownedBy(account));
}

/**
 * Exactly what publishing needs: sync the files, put earlier versions of them back, invalidate the distribution,
 * wait until that is done. It cannot delete versions.
 *
 * @param account the number of the account that owns the bucket
 */
export function publishPermissions({ bucketArn, distributionArn }: SiteArns, account: string): PolicyDocument {
  const ours = ownedBy(account);
  const files = `${bucketArn}/*`;
  return policy(
    allow("CompareWithWhatIsPublished", "s3:ListBucket", bucketArn, ours),
    readReleaseLists(bucketArn, account),
    // Enough for a server-side copy that replaces the metadata: tags, which it would copy, need more.
    allow("CopyFromEarlierVersions", "s3:GetObjectVersion", files, ours),
    allow("WriteAndPruneTheFiles", ["s3:PutObject", "s3:DeleteObject"], files, ours),
    allow("InvalidateAndWait", ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"], distributionArn),
  );
}
