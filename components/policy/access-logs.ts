import { nobodyWithoutTls } from "./bucket-policy";
import { policy, type PolicyDocument } from "./document";

/** How long logs are kept, in days. */
const LOG_DAYS = 90;

/** CloudFront delivers its logs in this region, wherever the bucket is. */
export const LOG_REGION = "us-east-1";

/**
 * The fields recorded for each request, without those that identify a visitor: addresses (`c-ip`, `x-forwarded-for`),
 * cookies, query strings, and `cs(Referer)`, which has the query string of the page before.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
export const LOG_FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "x-host-header",
  "cs-method",
  "cs-protocol",
  "cs-uri-stem",
  "cs(User-Agent)",
  "c-country",
  "asn",
  "sc-status",
  "sc-bytes",
  "sc-content-type",
  "time-taken",
  "ssl-protocol",
  "x-edge-result-type",
  "x-edge-request-id",
] as const;

/** The only lifecycle rule of a log bucket. */
export const LOG_RULE = {
  id: "logs",
  status: "Enabled",
  filter: { prefix: "" },
  expiration: { days: LOG_DAYS },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
} as const;

/**
 * The policy of a log bucket: this account's log deliveries may write into it. It lets nobody read.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 *
 * @param account the number of the account that owns the bucket and the deliveries
 */
export function logsBucketPolicy(bucketArn: string, account: string): PolicyDocument {
  return policy(nobodyWithoutTls(bucketArn), {
    Sid: "LogDeliveriesOfThisAccountWrite",
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn}/AWSLogs/${account}/*`,
    Condition: {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": account },
      // With the bucket's region in it, no logs would arrive, without any error.
      ArnLike: { "aws:SourceArn": `arn:aws:logs:${LOG_REGION}:${account}:*` },
    },
  });
}
