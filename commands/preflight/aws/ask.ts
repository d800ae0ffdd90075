import { messageOf } from "../../../lib/user-error";
import { noAnswer, valueOf } from "../environment";
import { Ended, type Outcome, unknown, within, wrong } from "../outcome";

/** A client's settings; everything else comes from the environment, the endpoints included. */
export function clientOptions({ region, profile }: { readonly region?: string; readonly profile?: string }) {
  return {
    region: region ?? valueOf("AWS_REGION") ?? valueOf("AWS_DEFAULT_REGION"),
    profile,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000 },
  };
}

const LONGEST_MS = 8_000;

/** One question to AWS, retries and the search for credentials included. */
export function ask<T>(
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  longestMs = LONGEST_MS,
): Promise<T> {
  return within(longestMs, () => send({ abortSignal: AbortSignal.timeout(longestMs) }));
}

const GET_CREDENTIALS = "log in (aws sso login), or set AWS_PROFILE, or the variables AWS_ACCESS_KEY_ID and the like";

/**
 * What a question to AWS that failed means for `up`. The message of AWS is not shown: if a signature does not match, it
 * repeats the request, the session's token included.
 *
 * @param service For example `AWS STS`.
 * @param action The IAM action that the question needs.
 */
export function awsFailure(service: string, action: string, error: unknown): Outcome {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const code = String(name);
  const status = $metadata?.httpStatusCode;
  if (/Credentials|TokenProvider/.test(code)) return wrong(`no AWS credentials: ${messageOf(error)}`, GET_CREDENTIALS);
  if (/region is missing/i.test(messageOf(error))) {
    const remedy = "set aws:region for the stack; for its backend AWS_REGION, or s3://<bucket>?region=<region>";
    return wrong("no AWS region is set", remedy);
  }
  if (status === undefined) return noAnswer(service, error);
  if (code.includes("Expired")) return wrong(`${service}: the AWS credentials have expired (${code})`, GET_CREDENTIALS);
  if (/InvalidClientTokenId|SignatureDoesNotMatch|InvalidAccessKeyId|InvalidToken|UnrecognizedClient/.test(code)) {
    return wrong(`${service} does not accept the AWS credentials (${code})`, GET_CREDENTIALS);
  }
  if (status === 403 || code.includes("AccessDenied")) {
    return wrong(
      `${service}: the AWS credentials may not ${action} (${code})`,
      `allow ${action} for the identity that runs up`,
    );
  }
  return unknown(`${service} answered ${status} (${code})`);
}

/**
 * For a question that up itself need not be allowed to ask: if it fails, the check says that it was not made.
 *
 * @param hint What to do about it.
 */
export function notChecked(service: string, action: string, hint?: string): (error: unknown) => never {
  return (error) => {
    throw new Ended(unknown(`not checked: ${awsFailure(service, action, error).says}`, hint));
  };
}
