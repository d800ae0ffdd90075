// What the program makes, in the style of Pulumi's own templates: one file, whole packages.
import * as aws from "@pulumi/aws";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const environment = pulumi.getStack();
const [owner = "", repository = ""] = config.require("repository").split("/");
const ofGithub = { provider: new github.Provider("github", { owner }) };

const account = aws.getCallerIdentityOutput();
const region = aws.getRegionOutput();

const bucket = new aws.s3.Bucket("site", { forceDestroy: true });
const ownership = new aws.s3.BucketOwnershipControls("site", {
  bucket: bucket.bucket,
  rule: { objectOwnership: "BucketOwnerEnforced" },
});
new aws.s3.BucketServerSideEncryptionConfiguration("site", {
  bucket: bucket.bucket,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});
const publicAccess = new aws.s3.BucketPublicAccessBlock(
  "site",
  {
    bucket: bucket.bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  { dependsOn: ownership },
);
new aws.s3.BucketVersioning("site", { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } });
new aws.s3.BucketLifecycleConfiguration("site", {
  bucket: bucket.bucket,
  rules: [{ id: "history", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 90 } }],
});

const accessControl = new aws.cloudfront.OriginAccessControl("site", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});
const edge = new aws.cloudfront.Function("site", {
  runtime: "cloudfront-js-2.0",
  publish: true,
  code: "function handler(event) { return event.request; }",
});
const headers = new aws.cloudfront.ResponseHeadersPolicy("site", {
  securityHeadersConfig: {
    contentTypeOptions: { override: true },
    frameOptions: { frameOption: "DENY", override: true },
    strictTransportSecurity: { accessControlMaxAgeSec: 31536000, override: true },
  },
});
const distribution = new aws.cloudfront.Distribution("site", {
  enabled: true,
  defaultRootObject: "index.html",
  origins: [{ originId: "site", domainName: bucket.bucketRegionalDomainName, originAccessControlId: accessControl.id }],
  defaultCacheBehavior: {
    targetOriginId: "site",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: aws.cloudfront.getCachePolicyOutput({ name: "Managed-CachingOptimized" }).id,
    responseHeadersPolicyId: headers.id,
    functionAssociations: [{ eventType: "viewer-request", functionArn: edge.arn }],
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});
new aws.s3.BucketPolicy(
  "site",
  {
    bucket: bucket.bucket,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: pulumi.interpolate`${bucket.arn}/*`,
          Condition: { StringEquals: { "AWS:SourceArn": distribution.arn } },
        },
      ],
    }),
  },
  { dependsOn: publicAccess },
);

const issuer = "token.actions.githubusercontent.com";
const oidcProvider = new aws.iam.OpenIdConnectProvider("github", {
  url: `https://${issuer}`,
  clientIdLists: ["sts.amazonaws.com"],
});
const subjects = {
  publish: `environment:${environment}`,
  infrastructure: `environment:${environment}`,
  preview: "pull_request",
  drift: "ref:refs/heads/main",
};
const roleArns = Object.entries(subjects).map(([name, subject]) => {
  const role = new aws.iam.Role(name, {
    assumeRolePolicy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: oidcProvider.arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: "sts.amazonaws.com",
              [`${issuer}:sub`]: `repo:${owner}/${repository}:${subject}`,
            },
          },
        },
      ],
    }),
  });
  const policy = new aws.iam.RolePolicy(name, {
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucket.arn }],
    }),
  });
  new aws.iam.RolePoliciesExclusive(name, { roleName: role.name, policyNames: [policy.name] });
  new aws.iam.RolePolicyAttachmentsExclusive(name, { roleName: role.name, policyArns: [] });
  return [`${name}RoleArn`, role.arn] as const;
});

const deployments = new github.RepositoryEnvironment(
  "environment",
  { repository, environment, deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true } },
  ofGithub,
);
new github.RepositoryEnvironmentDeploymentPolicy(
  "environment",
  { repository, environment: deployments.environment, branchPattern: "main" },
  ofGithub,
);

const outputs: Record<string, pulumi.Input<string>> = {
  ...Object.fromEntries(roleArns),
  awsRegion: region.region,
  accountId: account.accountId,
  branch: "main",
  siteBucket: bucket.bucket,
  distributionId: distribution.id,
  siteUrl: pulumi.interpolate`https://${distribution.domainName}`,
  sessionSeconds: "3600",
};
for (const [name, value] of Object.entries(outputs)) {
  new github.ActionsVariable(name, { repository, variableName: name.toUpperCase(), value }, ofGithub);
}
