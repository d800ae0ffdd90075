import assert from "node:assert/strict";

import { logsBucketPolicy } from "../../../../components/policy/access-logs";
import { account, testCloud, tokens } from "../harness";

const SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const DESTINATION = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";
const DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";
const ARN = `arn:aws:cloudfront::${account}:distribution/E1`;
const region = "us-east-1";
const source = { name: "logs", logType: "ACCESS_LOGS", resourceArn: ARN, region };
const destination = {
  name: "logs",
  outputFormat: "json",
  deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::logs" },
  region,
};
const delivery = {
  deliverySourceName: "logs",
  deliveryDestinationArn: `arn:aws:logs:us-east-1:${account}:delivery-destination:logs`,
  region,
};

/** A cloud with a distribution and a bucket, whose policy lets logs in. */
async function withBucket(policyOf = (text: string) => text) {
  const cloud = testCloud();
  cloud.edit(({ resources }) => {
    resources.push({ type: tokens.distribution, id: "E1", account, properties: { arn: ARN } });
  });
  await cloud.aws.create(tokens.bucket, { bucket: "logs" });
  const policy = policyOf(JSON.stringify(logsBucketPolicy("arn:aws:s3:::logs", account)));
  await cloud.aws.create(tokens.bucketPolicy, { bucket: "logs", policy });
  return cloud.aws;
}

describe("the logs of a distribution", () => {
  it("go from a source to a destination, each with an ARN, and are deleted from the delivery on", async () => {
    const aws = await withBucket();
    await aws.create(SOURCE, source);
    const { properties } = await aws.create(DESTINATION, destination);
    assert.equal(properties.arn, delivery.deliveryDestinationArn);
    const { id } = await aws.create(DELIVERY, delivery);
    await assert.rejects(aws.delete(SOURCE, "logs"), /deleting CloudWatch Logs Delivery Source \(logs\): .* Conflict/);
    await assert.rejects(aws.delete(DESTINATION, "logs"), /DeleteDeliveryDestination, .*, ConflictException: /);
    await aws.delete(DELIVERY, id);
    await aws.delete(SOURCE, "logs");
    await aws.delete(DESTINATION, "logs");
  });

  it("have one source for a distribution, which must be there", async () => {
    const aws = await withBucket();
    await aws.create(SOURCE, source);
    await assert.rejects(aws.create(SOURCE, { ...source, name: "more" }), /ConflictException: /);
    const other = { ...source, resourceArn: `${ARN}X` };
    await assert.rejects(aws.create(SOURCE, other), /ResourceNotFoundException: The specified resource/);
  });

  it("need a bucket, a source and a destination", async () => {
    const aws = await withBucket();
    const elsewhere = {
      ...destination,
      deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::x" },
    };
    await assert.rejects(aws.create(DESTINATION, elsewhere), /ResourceNotFoundException: The specified bucket/);
    await assert.rejects(aws.create(DELIVERY, delivery), /ResourceNotFoundException: The specified source/);
  });

  it("are handed over in us-east-1 only", async () => {
    const aws = await withBucket();
    for (const [type, inputs] of [
      [SOURCE, source],
      [DESTINATION, destination],
      [DELIVERY, delivery],
    ] as const) {
      const there = { ...inputs, region: "eu-central-1" };
      await assert.rejects(aws.create(type, there), /ValidationException: CloudFront delivers logs in us-east-1 only/);
    }
  });

  const policies: readonly (readonly [what: string, change: (text: string) => string])[] = [
    ["another region", (text) => text.replace("us-east-1", "eu-central-1")],
    ["another account", (text) => text.replaceAll(account, "444455556666")],
    ["another place", (text) => text.replace("AWSLogs", "logs")],
    ["another service", (text) => text.replace("delivery.logs", "logging.s3")],
  ];
  for (const [what, change] of policies) {
    it(`do not come where the bucket's policy has ${what}`, async () => {
      const aws = await withBucket(change);
      await aws.create(SOURCE, source);
      await aws.create(DESTINATION, destination);
      await assert.rejects(aws.create(DELIVERY, delivery), /AccessDeniedException: The bucket lets /);
    });
  }
});
