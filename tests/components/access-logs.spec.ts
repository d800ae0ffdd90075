import assert from "node:assert/strict";

import { AccessLogs } from "../../components/access-logs";
import { LOG_FIELDS, logsBucketPolicy } from "../../components/policy/access-logs";
import { deploy, find } from "../support/deploy";

const DISTRIBUTION = "arn:aws:cloudfront::111122223333:distribution/E1";

function deployLogs(protect: boolean) {
  return deploy(() => new AccessLogs("logs", { protect, account: "111122223333", distributionArn: DISTRIBUTION }));
}

describe("AccessLogs", () => {
  it("is a private bucket, and what hands the distribution's logs over to it", async () => {
    const { resources } = await deployLogs(true);
    assert.deepEqual(resources.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).sort(), [
      "aws:cloudwatch/logDelivery:LogDelivery logs < AccessLogs logs",
      "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination logs < AccessLogs logs",
      "aws:cloudwatch/logDeliverySource:LogDeliverySource logs < AccessLogs logs",
      "aws:s3/bucket:Bucket logs < AccessLogs logs",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration logs < AccessLogs logs",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls logs < AccessLogs logs",
      "aws:s3/bucketPolicy:BucketPolicy logs < AccessLogs logs",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock logs < AccessLogs logs",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration logs < AccessLogs logs",
      "passwordless:web:AccessLogs logs < ",
    ]);
  });

  it("hands over in us-east-1, whatever the bucket's region, as JSON", async () => {
    const { resources } = await deployLogs(true);
    const region = "us-east-1";
    assert.deepEqual(find(resources, "aws:cloudwatch/logDeliverySource:LogDeliverySource").inputs, {
      logType: "ACCESS_LOGS",
      resourceArn: DISTRIBUTION,
      region,
    });
    assert.deepEqual(find(resources, "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination").inputs, {
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: "arn:test:Bucket/logs" },
      region,
    });
    assert.deepEqual(find(resources, "aws:cloudwatch/logDelivery:LogDelivery").inputs, {
      deliverySourceName: "logs-source",
      deliveryDestinationArn: "arn:test:LogDeliveryDestination/logs",
      recordFields: [...LOG_FIELDS],
      region,
    });
  });

  it("records nothing by which a visitor is known", () => {
    const personal = /ip|forwarded|cookie|query|referer|port/i;
    assert.deepEqual(
      LOG_FIELDS.filter((field) => personal.test(field)),
      [],
    );
  });

  it("lets the deliveries of the account write before there is one, and then delivers", async () => {
    const { resources } = await deployLogs(true);
    const { policy } = find(resources, "aws:s3/bucketPolicy:BucketPolicy").inputs;
    assert.deepEqual(JSON.parse(String(policy)), logsBucketPolicy("arn:test:Bucket/logs", "111122223333"));
    const after = (type: string, earlier: string) => {
      assert.ok(find(resources, type).dependsOn.includes(`${earlier} logs`), `${type} must wait for ${earlier}`);
    };
    after("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "BucketPublicAccessBlock");
    after("aws:s3/bucketPolicy:BucketPolicy", "BucketLifecycleConfiguration");
    after("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", "BucketPolicy");
    after("aws:cloudwatch/logDelivery:LogDelivery", "LogDeliveryDestination");
  });

  it("keeps logs for 90 days, and is emptied only where nothing is protected", async () => {
    const [kept, lost] = [(await deployLogs(true)).resources, (await deployLogs(false)).resources];
    assert.deepEqual(find(kept, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs.rules, [
      {
        id: "logs",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 90 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ]);
    const bucket = "aws:s3/bucket:Bucket";
    assert.deepEqual([find(kept, bucket).protect, find(kept, bucket).inputs], [true, { forceDestroy: false }]);
    assert.deepEqual([find(lost, bucket).protect, find(lost, bucket).inputs], [false, { forceDestroy: true }]);
  });
});
