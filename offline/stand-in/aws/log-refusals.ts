import { findResource } from "../cloud";
import { textOf } from "../properties";
import type { Call } from "../resource-type";
import { awsError } from "./error";
import { statementsOf } from "./policy-document";

/** CloudFront's logs are delivered here, and nowhere else. */
export const LOG_REGION = "us-east-1";

/** The service that writes logs into buckets. */
const WRITER = "delivery.logs.amazonaws.com";

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

export function deniedToLogs(call: Call): string {
  return refused(call, "CreateDelivery", "AccessDeniedException", `The bucket lets ${WRITER} write nothing.`);
}

export function wrongRegion(call: Call, operation: string): string | undefined {
  const { region = call.caller.region } = call.properties;
  if (region === LOG_REGION) return undefined;
  return refused(call, operation, "ValidationException", `CloudFront delivers logs in ${LOG_REGION} only.`);
}

export function missing(call: Call, operation: string, message: string): string {
  return refused(call, operation, "ResourceNotFoundException", message);
}

export function conflict(call: Call, operation: string, message: string): string {
  return refused(call, operation, "ConflictException", message);
}

function refused({ id }: Call, operation: string, code: string, message: string): string {
  const [, verb = "", what = ""] = /^(Put|Create|Delete)Delivery(\w*)$/.exec(operation) ?? [];
  const doing = `${verb === "Delete" ? "deleting" : "creating"} CloudWatch Logs Delivery${what && ` ${what}`} (${id})`;
  return awsError({ doing, service: "CloudWatch Logs", operation, status: 400, code, message });
}
