import assert from "node:assert/strict";
import type { Properties } from "../../../../offline/stand-in/properties";
import { account, testCloud, tokens } from "../harness";

const arn = "arn:aws:cloudfront::111122223333:distribution/E1";
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*" };
const cloudFront = { ...read, Principal: { Service: "cloudfront.amazonaws.com" } };
const policyOf = (...Statement: Properties[]) => JSON.stringify({ Version: "2012-10-17", Statement });

async function withBucket() {
  const cloud = testCloud();
  await cloud.aws.create(tokens.bucket, { bucket: "site" });
  return cloud;
}

describe("a bucket", () => {
  it("has a name that no other bucket has, in any account", async () => {
    const { aws, edit } = await withBucket();
    await assert.rejects(aws.create(tokens.bucket, { bucket: "site" }), /api error BucketAlreadyOwnedByYou: /);
    edit((cloud) => {
      cloud.resources = cloud.resources.map((resource) => ({ ...resource, account: "444455556666" }));
    });
    await assert.rejects(aws.create(tokens.bucket, { bucket: "site" }), /api error BucketAlreadyExists: /);
  });

  it("must be empty to be deleted, unless it may be emptied", async () => {
    const { aws, edit } = await withBucket();
    edit((cloud) => {
      for (const resource of cloud.resources) if (resource.type === tokens.bucket) resource.objects = ["index.html"];
    });
    await assert.rejects(aws.delete(tokens.bucket, "site"), {
      message:
        /^deleting S3 Bucket \(site\): operation error S3: DeleteBucket, https response error StatusCode: 409, RequestID: \w{16}, HostID: .*, api error BucketNotEmpty: The bucket you tried to delete is not empty$/,
    });
    await aws.update(tokens.bucket, "site", { bucket: "site", forceDestroy: true });
    await aws.delete(tokens.bucket, "site");
    assert.equal(await aws.read(tokens.bucket, "site", {}), undefined);
  });

  it("that only looks empty is not: earlier versions and delete markers go when it may be emptied", async () => {
    const { aws, edit } = await withBucket();
    edit((cloud) => {
      for (const resource of cloud.resources) if (resource.type === tokens.bucket) resource.versions = ["index.html"];
    });
    await assert.rejects(
      aws.delete(tokens.bucket, "site"),
      /api error BucketNotEmpty: .* You must delete all versions in the bucket\.$/,
    );
    await aws.update(tokens.bucket, "site", { bucket: "site", forceDestroy: true });
    await aws.delete(tokens.bucket, "site");
  });

  it("has a name in lowercase letters, digits, dots and hyphens", () => {
    const { aws } = testCloud();
    const failuresOf = (bucket: string) => aws.check(tokens.bucket, { name: "x", olds: {}, news: { bucket } }).failures;
    for (const name of ["Site", "a_b", "-ab", "ab-", "ab"]) assert.equal(failuresOf(name).length, 1, name);
    assert.deepEqual(failuresOf("my-site.1"), []);
  });
});

describe("a bucket's setting", () => {
  it("needs the bucket", async () => {
    const { aws } = testCloud();
    await assert.rejects(aws.create(tokens.publicAccessBlock, { bucket: "none" }), {
      message:
        /^creating S3 Bucket \(none\) Public Access Block: operation error S3: PutPublicAccessBlock, https response error StatusCode: 404, .* api error NoSuchBucket: The specified bucket does not exist$/,
    });
  });

  it("puts itself in the place of the one that is there", async () => {
    const { aws, read: cloud } = await withBucket();
    await aws.create(tokens.publicAccessBlock, { bucket: "site", blockPublicAcls: true });
    await aws.create(tokens.publicAccessBlock, { bucket: "site", blockPublicPolicy: true });
    const blocks = cloud().resources.filter(({ type }) => type === tokens.publicAccessBlock);
    assert.deepEqual(
      blocks.map(({ properties }) => properties),
      [{ bucket: "site", blockPublicPolicy: true, region: "us-east-1" }],
    );
  });
});

describe("a bucket policy", () => {
  const everybody = { ...read, Principal: "*" };
  const fixed = (Condition: Properties): Properties => ({ ...cloudFront, Condition });
  const cases: readonly [string, Properties, "public" | "not public"][] = [
    ["everybody", everybody, "public"],
    ["everybody, as AWS", { ...read, Principal: { AWS: ["*"] } }, "public"],
    [
      "everybody of one organization",
      { ...everybody, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
      "not public",
    ],
    ["one account", { ...read, Principal: { AWS: `arn:aws:iam::${account}:root` } }, "not public"],
    ["CloudFront", cloudFront, "public"],
    ["CloudFront for one distribution", fixed({ StringEquals: { "AWS:SourceArn": arn } }), "not public"],
    ["CloudFront for one account", fixed({ StringEquals: { "AWS:SourceAccount": account } }), "not public"],
    [
      "CloudFront for any distribution",
      fixed({ ArnLike: { "AWS:SourceArn": "arn:aws:cloudfront::*:distribution/*" } }),
      "public",
    ],
    ["CloudFront for all but one", fixed({ StringNotEquals: { "AWS:SourceArn": arn } }), "public"],
    ["CloudFront by another key", fixed({ Bool: { "aws:SecureTransport": "true" } }), "public"],
    ["nobody", { ...everybody, Effect: "Deny" }, "not public"],
  ];
  for (const [whom, statement, wanted] of cases) {
    it(`for ${whom} is ${wanted}, and refused if public policies are blocked`, async () => {
      const { aws } = await withBucket();
      const put = () => aws.create(tokens.bucketPolicy, { bucket: "site", policy: policyOf(statement) });
      await put();
      await aws.create(tokens.publicAccessBlock, { bucket: "site", blockPublicPolicy: true });
      if (wanted === "not public") await put();
      else
        await assert.rejects(put(), {
          message:
            /^putting S3 Bucket \(site\) Policy: .* StatusCode: 403, .* api error AccessDenied: User: arn:aws:iam::111122223333:user\/stand-in is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::site" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access\.$/,
        });
    });
  }

  it("is held to the public access block on update, too", async () => {
    const { aws } = await withBucket();
    await aws.create(tokens.publicAccessBlock, { bucket: "site", blockPublicPolicy: true });
    const harmless = policyOf(fixed({ StringEquals: { "AWS:SourceArn": arn } }));
    await aws.create(tokens.bucketPolicy, { bucket: "site", policy: harmless });
    const update = aws.update(tokens.bucketPolicy, "site", { bucket: "site", policy: policyOf(everybody) });
    await assert.rejects(update, /BlockPublicPolicy/);
    const held = await aws.read(tokens.bucketPolicy, "site", {});
    assert.equal(held?.properties.policy, harmless);
  });

  it("speaks about its own bucket only", async () => {
    const { aws } = await withBucket();
    const foreign = policyOf({ ...cloudFront, Resource: "arn:aws:s3:::site-2/*" });
    await assert.rejects(
      aws.create(tokens.bucketPolicy, { bucket: "site", policy: foreign }),
      /api error MalformedPolicy: /,
    );
  });
});

describe("a bucket's lifecycle", () => {
  const rule = { id: "history", status: "Enabled", filter: { prefix: "" } };
  const put = async (...rules: Properties[]) =>
    (await withBucket()).aws.create(tokens.lifecycle, { bucket: "site", rules });

  it("is the rules, and S3's least size for what moves to another class", async () => {
    const { properties } = await put({ ...rule, noncurrentVersionExpiration: { noncurrentDays: 90 } });
    assert.equal(properties.transitionDefaultMinimumObjectSize, "all_storage_classes_128K");
  });

  const refused: readonly (readonly [what: string, rules: readonly Properties[], message: RegExp])[] = [
    ["a rule that does nothing", [rule], /api error InvalidRequest: At least one action/],
    [
      "no days",
      [{ ...rule, noncurrentVersionExpiration: { noncurrentDays: 0 } }],
      /api error InvalidArgument: 'NoncurrentDays' must be a positive integer$/,
    ],
    [
      "part of a day",
      [{ ...rule, abortIncompleteMultipartUpload: { daysAfterInitiation: 0.5 } }],
      /api error InvalidArgument: 'DaysAfterInitiation' must be a positive integer$/,
    ],
    [
      "days and delete markers in one expiration",
      [{ ...rule, expiration: { days: 1, expiredObjectDeleteMarker: true } }],
      /api error MalformedXML: /,
    ],
    [
      "one id for two rules",
      [1, 2].map((days) => ({ ...rule, expiration: { days } })),
      /api error InvalidArgument: Rule ID must be unique/,
    ],
  ];
  for (const [what, rules, message] of refused) {
    it(`is refused: ${what}`, async () => {
      await assert.rejects(put(...rules), message);
    });
  }

  it("needs the bucket, and so does versioning", async () => {
    const { aws } = testCloud();
    const rules = [{ ...rule, expiration: { days: 1 } }];
    await assert.rejects(aws.create(tokens.lifecycle, { bucket: "none", rules }), /api error NoSuchBucket: /);
    const on = { bucket: "none", versioningConfiguration: { status: "Enabled" } };
    await assert.rejects(aws.create(tokens.versioning, on), /S3 Bucket \(none\) Versioning: .* NoSuchBucket: /);
  });
});

describe("a bucket's versioning", () => {
  it("is on or suspended, and never off again", async () => {
    const { aws } = await withBucket();
    const failuresOf = (status: string) => {
      const news = { bucket: "site", versioningConfiguration: { status } };
      return aws.check(tokens.versioning, { name: "x", olds: {}, news }).failures.length;
    };
    assert.deepEqual(["Enabled", "Suspended", "Disabled", "enabled"].map(failuresOf), [0, 0, 1, 1]);
  });
});
