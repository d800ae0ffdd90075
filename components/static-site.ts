import { Distribution } from "@pulumi/aws/cloudfront/distribution";
import { getCachePolicyOutput } from "@pulumi/aws/cloudfront/getCachePolicy";
import { getResponseHeadersPolicyOutput } from "@pulumi/aws/cloudfront/getResponseHeadersPolicy";
import { OriginAccessControl } from "@pulumi/aws/cloudfront/originAccessControl";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import * as pulumi from "@pulumi/pulumi";

import { siteBucketPolicy } from "./policy/bucket-policy";

export interface StaticSiteArgs {
  /** Refuse to delete bucket and distribution. Where false, the bucket is emptied when it is deleted. */
  readonly protect: boolean;
  /** What CloudFront's console shows beside the distribution. */
  readonly description: string;
}

/** The site as served: a private bucket that one CloudFront distribution reads, and nobody else. */
export class StaticSite extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly distributionId: pulumi.Output<string>;
  readonly distributionArn: pulumi.Output<string>;
  readonly accessControlArn: pulumi.Output<string>;
  readonly cachePolicyArn: pulumi.Output<string>;
  readonly headersPolicyArn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  constructor(name: string, { protect, description }: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:web:StaticSite", name, {}, opts);

    const bucket = new Bucket(name, { forceDestroy: !protect }, { parent: this, protect });
    const hardened = this.harden(name, bucket);
    const accessControl = new OriginAccessControl(
      name,
      { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      { parent: this },
    );
    const caching = getCachePolicyOutput({ name: "Managed-CachingOptimized" }, { parent: this });
    const headers = getResponseHeadersPolicyOutput({ name: "Managed-SecurityHeadersPolicy" }, { parent: this });
    const distribution = new Distribution(
      name,
      {
        comment: description,
        enabled: true,
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        // Without it a request for / would ask S3 for a list of the bucket, which the distribution may have.
        defaultRootObject: "index.html",
        origins: [
          { originId: name, domainName: bucket.bucketRegionalDomainName, originAccessControlId: accessControl.id },
        ],
        defaultCacheBehavior: {
          targetOriginId: name,
          viewerProtocolPolicy: "redirect-to-https",
          allowedMethods: ["GET", "HEAD"],
          cachedMethods: ["GET", "HEAD"],
          compress: true,
          cachePolicyId: caching.id,
          responseHeadersPolicyId: headers.id,
        },
        customErrorResponses: [
          // A missing page shows the site's own page, still as a 404, and soon shows up once it is there.
          { errorCode: 404, responseCode: 404, responsePagePath: "/404.html", errorCachingMinTtl: 10 },
        ],
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: { cloudfrontDefaultCertificate: true },
      },
      { parent: this, protect },
    );

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.accessControlArn = accessControl.arn;
    this.cachePolicyArn = caching.arn;
    this.headersPolicyArn = headers.arn;
    this.url = pulumi.interpolate`https://${distribution.domainName}`;

    const arns = { bucketArn: this.bucketArn, distributionArn: this.distributionArn };
    new BucketPolicy(
      name,
      { bucket: this.bucketName, policy: pulumi.jsonStringify(pulumi.output(arns).apply(siteBucketPolicy)) },
      { parent: this, dependsOn: hardened },
    );
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      distributionId: this.distributionId,
      distributionArn: this.distributionArn,
      accessControlArn: this.accessControlArn,
      cachePolicyArn: this.cachePolicyArn,
      headersPolicyArn: this.headersPolicyArn,
      url: this.url,
    });
  }

  /** One after the other: S3 answers OperationAborted to parallel changes of one bucket. */
  private harden(name: string, bucket: Bucket): pulumi.Resource {
    const ownership = new BucketOwnershipControls(
      name,
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this },
    );
    const encryption = new BucketServerSideEncryptionConfiguration(
      name,
      { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      { parent: this, dependsOn: ownership },
    );
    return new BucketPublicAccessBlock(
      name,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this, dependsOn: encryption },
    );
  }
}
