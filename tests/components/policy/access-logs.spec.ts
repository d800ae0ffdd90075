import assert from "node:assert/strict";

import { logsBucketPolicy } from "../../../components/policy/access-logs";

describe("the policy of the bucket of logs", () => {
  it("lets this account's log deliveries write below AWSLogs, and nobody without TLS", () => {
    assert.deepEqual(logsBucketPolicy("arn:aws:s3:::logs", "111122223333"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NobodyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "LogDeliveriesOfThisAccountWrite",
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::logs/AWSLogs/111122223333/*",
          Condition: {
            StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111122223333:*" },
          },
        },
      ],
    });
  });
});
