import { randomUUID } from "node:crypto";
import type { Change } from "../cloud";
import { textOf } from "../properties";
import type { Call, ResourceType } from "../resource-type";

/** An operation of AWS's API, and what the plugin says it is doing with it. */
type Doing = readonly [operation: string, doing: string];

/**
 * The plugin's texts of calls that AWS refuses. In what the plugin and AWS say, `%account` and `%id` stand for those of
 * the call, and `%name` for the property of that name.
 *
 * Source: https://github.com/aws/smithy-go, errors.go, and https://github.com/aws/aws-sdk-go-v2, service/s3 (HostID)
 *
 * @param calls by operation; `put` is all that are not named
 */
export function awsErrors(
  service: "ACM" | "CloudFront" | "CloudWatch Logs" | "IAM" | "Route 53" | "S3",
  calls: Readonly<Partial<Record<Change | "put", Doing>>>,
): NonNullable<ResourceType["explain"]> {
  return (change, call, [status, code = "", message = ""]) => {
    const [operation, doing] = calls[change] ?? calls.put ?? ["", ""];
    const ids = service === "S3" ? `RequestID: ${requestId()}, HostID: ${randomUUID()}` : `RequestID: ${randomUUID()}`;
    // The SDK has no Go type for most of S3's errors, and says so.
    const error = service === "S3" ? `api error ${code}` : code;
    return `${filled(doing, call)}: operation error ${service}: ${operation}, https response error StatusCode: ${status}, ${ids}, ${error}: ${filled(message, call)}`;
  };
}

function filled(text: string, { caller: { account }, id, properties }: Call): string {
  return text.replace(/%(\w+)/g, (_, name: string) => textOf({ ...properties, account, id }, name));
}

function requestId(): string {
  return randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase();
}
