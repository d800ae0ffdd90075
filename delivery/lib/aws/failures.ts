// What an answer of AWS means if it is not what was requested.
import { excerpt } from "../actions.ts";
import type { Answer } from "./exchange.ts";
import { type Element, parseXml, textOf } from "./xml.ts";

/** Codes for too many requests; the statuses 429 and 503 mean the same. */
const TOO_MUCH = [
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "RequestLimitExceeded",
  "TooManyInvalidationsInProgress",
];
/** Codes worth another attempt, whatever the status. */
const PASSING = [...TOO_MUCH, "RequestTimeout", "InternalError", "ServiceUnavailable", "ConditionalRequestConflict"];

/** Why an attempt failed. */
export interface Failure {
  /** 0 if no answer came. */
  readonly status: number;
  /** AWS's error code, for example `NoSuchKey`; empty if it gives none. */
  readonly code: string;
  /** After the name of what was called. */
  readonly words: string;
}

/** Whether AWS asks for fewer requests at a time. */
export function isTooMuch({ status, code }: Failure): boolean {
  return status === 429 || status === 503 || TOO_MUCH.includes(code);
}

/** Whether another attempt may succeed. */
export function isPassing(failure: Failure): boolean {
  const { status, code } = failure;
  return status === 0 || (status >= 500 && status !== 501) || isTooMuch(failure) || PASSING.includes(code);
}

/** Why an answer is a failure, or undefined. */
export function failureOf({ status, headers, body }: Answer, method: string): Failure | undefined {
  // A copy that fails late is answered with 200 and an error.
  const isWrite = method === "PUT" || method === "POST";
  const hasError = isWrite && /^\s*(?:<\?xml[^>]*>)?\s*<Error>/.test(body.toString("latin1", 0, 500));
  if (status >= 200 && status < 300 && !hasError) return undefined;
  const error = errorIn(body);
  const code = (error && textOf(error, "Code")) ?? "";
  if (status >= 300 && status < 400) return { status, code, words: redirect(status, headers) };
  const said = excerpt([code, error && textOf(error, "Message")].filter(Boolean).join(": "), 600);
  return { status, code, words: `answered ${status}${said === "" ? "" : ` ${said}`}` };
}

/** The target without its query, which may be a credential. */
function redirect(status: number, { location = "", "x-amz-bucket-region": region }: Answer["headers"]): string {
  const to = URL.canParse(location) ? new URL(location) : undefined;
  const place = to === undefined ? "" : ` to ${to.origin}${excerpt(to.pathname, 200)}`;
  const where = typeof region === "string" ? `; its region is ${excerpt(region, 40)}` : "";
  return `was redirected (${status})${place}, which is not followed${where}. Is AWS_REGION the bucket's?`;
}

/** S3 answers `<Error>`, CloudFront `<ErrorResponse><Error>`. A proxy answers what it likes. */
function errorIn(body: Buffer): Element | undefined {
  try {
    const root = parseXml(body.toString().trim());
    return root.name === "ErrorResponse" ? root.children.find(({ name }) => name === "Error") : root;
  } catch {
    return undefined;
  }
}
