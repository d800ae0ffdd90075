import assert from "node:assert/strict";

import { siteBucketPolicy } from "../../../components/policy/bucket-policy";

const SITE = {
  bucketArn: "arn:aws:s3:::bucket",
  distributionArn: "arn:aws:cloudfront::111122223333:distribution/E1",
};

describe("the policy of the site's bucket", () => {
  it("lets one distribution read, and nobody without TLS", () => {
    const Condition = { StringEquals: { "AWS:SourceArn": SITE.distributionArn } };
    const Principal = { Service: "cloudfront.amazonaws.com" };
    assert.deepEqual(siteBucketPolicy(SITE), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NobodyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "ThisDistributionReadsFiles",
          Effect: "Allow",
          Principal,
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::bucket/*",
          Condition,
        },
        {
          Sid: "NoDistributionReadsTheListsOfReleases",
          Effect: "Deny",
          Principal,
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::bucket/_releases/*",
        },
        {
          Sid: "ThisDistributionLearnsWhatIsMissing",
          Effect: "Allow",
          Principal,
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::bucket",
          Condition,
        },
      ],
    });
  });
});
