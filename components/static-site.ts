import { getCachePolicyOutput } from "@pulumi/aws/cloudfront/getCachePolicy";
import { OriginAccessControl } from "@pulumi/aws/cloudfront/originAccessControl";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import * as pulumi from "@pulumi/pulumi";

import { keepHistory } from "./bucket-history";
import { EdgeFunction } from "./edge-function";
import { hardenBucket } from "./harden-bucket";
import { siteBucketPolicy } from "./policy/bucket-policy";
import type { Headers } from "./policy/headers";
import { SecurityHeaders } from "./security-headers";
import { type ChosenDistribution, siteDistribution } from "./site-distribution";

export interface StaticSiteArgs extends ChosenDistribution {
  /** Refuse to delete bucket and distribution. Where false, the bucket is emptied when it is deleted. */
  readonly protect: boolean;
  /** How long what a release replaced or deleted can be restored, in days. */
  readonly restoreDays: number;
  /** The function that answers for addresses, as CloudFront runs it. */
  readonly edgeCode: string;
  /** The headers of each answer, or the policy that has them. */
  readonly headers: Headers;
}

/** The site as served: a private bucket that one CloudFront distribution reads, and nobody else. */
export class StaticSite extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly distributionId: pulumi.Output<string>;
  readonly distributionArn: pulumi.Output<string>;
  readonly accessControlArn: pulumi.Output<string>;
  readonly cachePolicyArn: pulumi.Output<string>;
  readonly edgeFunctionArn: pulumi.Output<string>;
  /** Null where the headers are those of a policy that is not the stack's own. */
  readonly headersPolicyArn: pulumi.Output<string | null>;
  /** The address under the distribution's own name. */
  readonly url: pulumi.Output<string>;
  readonly domainName: pulumi.Output<string>;
  /** The zone that all distributions' own names are in. */
  readonly hostedZoneId: pulumi.Output<string>;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:web:StaticSite", name, {}, opts);

    const { protect, restoreDays, edgeCode, headers, ...chosen } = args;
    const bucket = new Bucket(name, { forceDestroy: !protect }, { parent: this, protect });
    const hardened = hardenBucket(name, bucket, this);
    const kept = keepHistory(name, bucket, restoreDays, { parent: this, after: hardened });
    const accessControl = new OriginAccessControl(
      name,
      { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      { parent: this },
    );
    const caching = getCachePolicyOutput({ name: "Managed-CachingOptimized" }, { parent: this });
    const edge = new EdgeFunction(name, { code: edgeCode }, { parent: this });
    const own = headers.policyId === "" ? new SecurityHeaders(name, { headers }, { parent: this }) : null;
    const distribution = siteDistribution(
      name,
      {
        ...chosen,
        origin: bucket.bucketRegionalDomainName,
        accessControl: accessControl.id,
        cachePolicy: caching.id,
        headersPolicy: own?.policyId ?? headers.policyId,
        edgeFunction: edge.arn,
      },
      { parent: this, protect },
    );

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.accessControlArn = accessControl.arn;
    this.cachePolicyArn = caching.arn;
    this.edgeFunctionArn = edge.arn;
    this.headersPolicyArn = pulumi.output(own?.arn ?? null);
    this.url = pulumi.interpolate`https://${distribution.domainName}`;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;

    const arns = { bucketArn: this.bucketArn, distributionArn: this.distributionArn };
    new BucketPolicy(
      name,
      { bucket: this.bucketName, policy: pulumi.jsonStringify(pulumi.output(arns).apply(siteBucketPolicy)) },
      { parent: this, dependsOn: kept },
    );
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      distributionId: this.distributionId,
      distributionArn: this.distributionArn,
      accessControlArn: this.accessControlArn,
      cachePolicyArn: this.cachePolicyArn,
      edgeFunctionArn: this.edgeFunctionArn,
      headersPolicyArn: this.headersPolicyArn,
      url: this.url,
      domainName: this.domainName,
      hostedZoneId: this.hostedZoneId,
    });
  }
}
