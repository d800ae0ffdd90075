import assert from "node:assert/strict";

import { siteBucketPolicy } from "../../components/policy/bucket-policy";
import type { DistributionOptions } from "../../components/policy/distribution-options";
import { headersPolicy } from "../../components/policy/headers-policy";
import { StaticSite } from "../../components/static-site";
import { deploy, find, resolved } from "../support/deploy";
import { managedPolicy } from "../support/program";

const HEADERS = { contentSecurityPolicy: "", strictTransportSecurity: "", custom: [], policyId: "" } as const;

const OPTIONS: DistributionOptions = { priceClass: "PriceClass_All", webAclArn: "", geoRestriction: null };

function deploySite(protect: boolean, policyId = "", options = OPTIONS) {
  const calls = { "aws:cloudfront/getCachePolicy:getCachePolicy": managedPolicy };
  const args = {
    protect,
    restoreDays: 90,
    options,
    description: "acme/site",
    edgeCode: "function handler() {}",
    headers: { ...HEADERS, policyId },
  };
  return deploy(() => new StaticSite("site", args), { calls });
}

describe("StaticSite", () => {
  it("is a private bucket and a distribution, all children of one component", async () => {
    const { resources } = await deploySite(true);
    assert.deepEqual(resources.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).sort(), [
      "aws:cloudfront/distribution:Distribution site < StaticSite site",
      "aws:cloudfront/function:Function site < EdgeFunction site",
      "aws:cloudfront/originAccessControl:OriginAccessControl site < StaticSite site",
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy site < SecurityHeaders site",
      "aws:s3/bucket:Bucket site < StaticSite site",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration site < StaticSite site",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls site < StaticSite site",
      "aws:s3/bucketPolicy:BucketPolicy site < StaticSite site",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock site < StaticSite site",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration site < StaticSite site",
      "aws:s3/bucketVersioning:BucketVersioning site < StaticSite site",
      "passwordless:web:EdgeFunction site < StaticSite site",
      "passwordless:web:SecurityHeaders site < StaticSite site",
      "passwordless:web:StaticSite site < ",
    ]);
  });

  it("has a bucket that nobody can open to the public, owned by the account, encrypted at rest", async () => {
    const { resources } = await deploySite(true);
    assert.deepEqual(find(resources, "aws:s3/bucket:Bucket").inputs, { forceDestroy: false });
    assert.deepEqual(find(resources, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs, {
      bucket: "site-id",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(find(resources, "aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs, {
      bucket: "site-id",
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    assert.deepEqual(find(resources, encryption).inputs, {
      bucket: "site-id",
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  });

  it("keeps what a release replaced or deleted for so many days, and no upload that was given up", async () => {
    const { resources } = await deploySite(true);
    assert.deepEqual(find(resources, "aws:s3/bucketVersioning:BucketVersioning").inputs, {
      bucket: "site-id",
      versioningConfiguration: { status: "Enabled" },
    });
    assert.deepEqual(find(resources, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs, {
      bucket: "site-id",
      rules: [
        {
          id: "history",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: 90 },
          expiration: { expiredObjectDeleteMarker: true },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    });
  });

  it("lets only its distribution read the bucket", async () => {
    const { resources } = await deploySite(true);
    const { bucket, policy } = find(resources, "aws:s3/bucketPolicy:BucketPolicy").inputs;
    assert.equal(bucket, "site-id");
    assert.deepEqual(
      JSON.parse(String(policy)),
      siteBucketPolicy({ bucketArn: "arn:test:Bucket/site", distributionArn: "arn:test:Distribution/site" }),
    );
  });

  it("changes the bucket one step after the other: S3 refuses parallel changes", async () => {
    const { resources } = await deploySite(true);
    const after = (type: string, earlier: string) => {
      assert.ok(find(resources, type).dependsOn.includes(earlier), `${type} must wait for ${earlier}`);
    };
    const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    after(encryption, "BucketOwnershipControls site");
    after("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "BucketServerSideEncryptionConfiguration site");
    after("aws:s3/bucketVersioning:BucketVersioning", "BucketPublicAccessBlock site");
    after("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "BucketVersioning site");
    after("aws:s3/bucketPolicy:BucketPolicy", "BucketLifecycleConfiguration site");
  });

  it("serves the bucket over https with origin access control, managed policies and a real 404", async () => {
    const { resources } = await deploySite(true);
    assert.deepEqual(find(resources, "aws:cloudfront/originAccessControl:OriginAccessControl").inputs, {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    assert.deepEqual(find(resources, "aws:cloudfront/distribution:Distribution").inputs, {
      comment: "acme/site",
      enabled: true,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      defaultRootObject: "index.html",
      origins: [{ originId: "site", domainName: "site-id.s3.test", originAccessControlId: "site-id" }],
      defaultCacheBehavior: {
        targetOriginId: "site",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: "id of Managed-CachingOptimized",
        responseHeadersPolicyId: "site-id",
        functionAssociations: [{ eventType: "viewer-request", functionArn: "arn:test:Function/site" }],
      },
      customErrorResponses: [
        { errorCode: 404, responseCode: 404, responsePagePath: "/404.html", errorCachingMinTtl: 10 },
      ],
      priceClass: "PriceClass_All",
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
  });

  it("takes what is chosen of the distribution, and nothing else changes", async () => {
    const options: DistributionOptions = {
      priceClass: "PriceClass_100",
      webAclArn: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1",
      geoRestriction: { deny: ["AQ", "NO"] },
    };
    const inputsOf = async (chosen: DistributionOptions) =>
      find((await deploySite(true, "", chosen)).resources, "aws:cloudfront/distribution:Distribution").inputs;
    assert.deepEqual(await inputsOf(options), {
      ...(await inputsOf(OPTIONS)),
      priceClass: "PriceClass_100",
      webAclId: options.webAclArn,
      restrictions: { geoRestriction: { restrictionType: "blacklist", locations: ["AQ", "NO"] } },
    });
  });

  it("has a function that is live at once, and headers of its own", async () => {
    const { resources } = await deploySite(true);
    assert.deepEqual(find(resources, "aws:cloudfront/function:Function").inputs, {
      runtime: "cloudfront-js-2.0",
      code: "function handler() {}",
      publish: true,
    });
    const policy = find(resources, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").inputs;
    assert.deepEqual(policy, headersPolicy(HEADERS));
  });

  it("takes an existing headers policy, and has none of its own then", async () => {
    const { resources, value } = await deploySite(true, "1234");
    const policies = resources.filter(({ type }) => /HeadersPolicy|SecurityHeaders/.test(type));
    assert.deepEqual(policies, []);
    const { defaultCacheBehavior } = find(resources, "aws:cloudfront/distribution:Distribution").inputs;
    assert.equal((defaultCacheBehavior as Record<string, unknown>).responseHeadersPolicyId, "1234");
    assert.equal(await resolved(value.headersPolicyArn), null);
  });

  it("protects bucket and distribution, and nothing else", async () => {
    const { resources } = await deploySite(true);
    assert.deepEqual(
      resources
        .filter(({ protect }) => protect)
        .map(({ type }) => type)
        .sort(),
      ["aws:cloudfront/distribution:Distribution", "aws:s3/bucket:Bucket"],
    );
  });

  it("without protection may be emptied and deleted", async () => {
    const { resources } = await deploySite(false);
    assert.deepEqual(
      resources.filter(({ protect }) => protect),
      [],
    );
    assert.deepEqual(find(resources, "aws:s3/bucket:Bucket").inputs, { forceDestroy: true });
  });

  it("says what it made, and registers just that", async () => {
    const { resources, value } = await deploySite(true);
    const { bucketName, bucketArn, distributionId, distributionArn, url, domainName, hostedZoneId } = value;
    const { accessControlArn, cachePolicyArn, edgeFunctionArn, headersPolicyArn } = value;
    const expected = {
      bucketName: "site-id",
      bucketArn: "arn:test:Bucket/site",
      distributionId: "site-id",
      distributionArn: "arn:test:Distribution/site",
      accessControlArn: "arn:test:OriginAccessControl/site",
      cachePolicyArn: "arn of Managed-CachingOptimized",
      edgeFunctionArn: "arn:test:Function/site",
      headersPolicyArn: "arn:test:ResponseHeadersPolicy/site",
      url: "https://d111.cloudfront.net",
      domainName: "d111.cloudfront.net",
      hostedZoneId: "Z0CLOUDFRONT",
    };
    assert.deepEqual(
      await resolved({
        bucketName,
        bucketArn,
        distributionId,
        distributionArn,
        accessControlArn,
        cachePolicyArn,
        edgeFunctionArn,
        headersPolicyArn,
        url,
        domainName,
        hostedZoneId,
      }),
      expected,
    );
    assert.deepEqual(find(resources, "passwordless:web:StaticSite").outputs, expected);
  });
});
