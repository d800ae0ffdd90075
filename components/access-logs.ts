import { LogDelivery } from "@pulumi/aws/cloudwatch/logDelivery";
import { LogDeliveryDestination } from "@pulumi/aws/cloudwatch/logDeliveryDestination";
import { LogDeliverySource } from "@pulumi/aws/cloudwatch/logDeliverySource";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import * as pulumi from "@pulumi/pulumi";

import { hardenBucket } from "./harden-bucket";
import { LOG_FIELDS, LOG_REGION, LOG_RULE, logsBucketPolicy } from "./policy/access-logs";

export interface AccessLogsArgs {
  /** The distribution whose requests are recorded. */
  readonly distributionArn: pulumi.Input<string>;
  /** The number of the account. */
  readonly account: string;
  /** Refuse to delete the logs. Where false, the bucket is emptied when it is deleted. */
  readonly protect: boolean;
}

/** What CloudFront records of each request (standard logs, version 2), in a private bucket, for a while. */
export class AccessLogs extends pulumi.ComponentResource {
  readonly bucketArn: pulumi.Output<string>;
  readonly sourceArn: pulumi.Output<string>;
  readonly destinationArn: pulumi.Output<string>;
  readonly deliveryArn: pulumi.Output<string>;

  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:web:AccessLogs", name, {}, opts);

    const { account, distributionArn, protect } = args;
    const region = LOG_REGION;
    const bucket = new Bucket(name, { forceDestroy: !protect }, { parent: this, protect });
    const hardened = hardenBucket(name, bucket, this);
    const lifecycle = new BucketLifecycleConfiguration(
      name,
      { bucket: bucket.bucket, rules: [LOG_RULE] },
      { parent: this, dependsOn: hardened },
    );
    const policy = pulumi.jsonStringify(bucket.arn.apply((arn) => logsBucketPolicy(arn, account)));
    const writable = new BucketPolicy(name, { bucket: bucket.bucket, policy }, { parent: this, dependsOn: lifecycle });
    // A distribution has one source, and a source one delivery to a bucket: the old one goes first.
    const source = new LogDeliverySource(
      name,
      { logType: "ACCESS_LOGS", resourceArn: distributionArn, region },
      { parent: this, deleteBeforeReplace: true },
    );
    const destination = new LogDeliveryDestination(
      name,
      { outputFormat: "json", deliveryDestinationConfiguration: { destinationResourceArn: bucket.arn }, region },
      // If there is no policy yet, AWS writes its own.
      { parent: this, dependsOn: writable },
    );
    const delivery = new LogDelivery(
      name,
      {
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.arn,
        recordFields: [...LOG_FIELDS],
        region,
      },
      { parent: this, deleteBeforeReplace: true },
    );

    this.bucketArn = bucket.arn;
    this.sourceArn = source.arn;
    this.destinationArn = destination.arn;
    this.deliveryArn = delivery.arn;
    this.registerOutputs({
      bucketArn: this.bucketArn,
      sourceArn: this.sourceArn,
      destinationArn: this.destinationArn,
      deliveryArn: this.deliveryArn,
    });
  }
}
