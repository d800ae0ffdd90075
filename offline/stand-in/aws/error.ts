import { randomUUID } from "node:crypto";

export interface AwsFailure {
  /** What the plugin was doing, for example `creating IAM Role (site)`. */
  readonly doing: string;
  readonly service: "ACM" | "CloudFront" | "CloudWatch Logs" | "IAM" | "Route 53" | "S3";
  /** The API operation. */
  readonly operation: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * A failed call as the plugin reports it.
 *
 * Source: https://github.com/aws/smithy-go, errors.go, and https://github.com/aws/aws-sdk-go-v2, service/s3 (HostID)
 */
export function awsError({ doing, service, operation, status, code, message }: AwsFailure): string {
  const ids = service === "S3" ? `RequestID: ${requestId()}, HostID: ${randomUUID()}` : `RequestID: ${randomUUID()}`;
  // The SDK has no Go type for most of S3's errors, and says so.
  const error = service === "S3" ? `api error ${code}` : code;
  return `${doing}: operation error ${service}: ${operation}, https response error StatusCode: ${status}, ${ids}, ${error}: ${message}`;
}

function requestId(): string {
  return randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase();
}
