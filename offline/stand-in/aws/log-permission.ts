import { findResource } from "../cloud";
import { textOf } from "../properties";
import type { Call } from "../resource-type";
import { statementsOf } from "./policy-document";

/** CloudFront's logs are delivered here, and nowhere else. */
export const LOG_REGION = "us-east-1";

/** The service that writes logs into buckets. */
export const WRITER = "delivery.logs.amazonaws.com";

/**
 * Whether the policy of a bucket lets the deliveries of the caller's account write where they do.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 */
export function letsLogsIn({ caller: { account }, cloud }: Call, bucket: string): boolean {
  const policy = findResource(cloud, "aws:s3/bucketPolicy:BucketPolicy", account, bucket);
  const said: Readonly<Record<string, string>> = {
    "s3:x-amz-acl": "bucket-owner-full-control",
    "aws:sourceaccount": account,
    "aws:sourcearn": `arn:aws:logs:${LOG_REGION}:${account}:*`,
  };
  return (statementsOf(textOf(policy?.properties ?? {}, "policy")) ?? []).some(
    ({ effect, principals, resources, conditions }) =>
      effect === "Allow" &&
      principals.get("Service")?.includes(WRITER) === true &&
      resources.includes(`arn:aws:s3:::${bucket}/AWSLogs/${account}/*`) &&
      conditions.every(({ key, values }) => values.includes(said[key] ?? "")),
  );
}
