// What an answer of AWS means where it is not what was asked for.
import { excerpt } from "../actions.ts";
import type { Answer } from "./exchange.ts";
import { type Element, parseXml, textOf } from "./xml.ts";

/** Codes that mean: too much at a time. So do the statuses 429 and 503. */
const TOO_MUCH = [
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "RequestLimitExceeded",
  "TooManyInvalidationsInProgress",
];
/** Codes that another attempt may not get, whatever the status. */
const PASSING = [...TOO_MUCH, "RequestTimeout", "InternalError", "ServiceUnavailable", "ConditionalRequestConflict"];

/** Why an attempt failed. */
export interface Failure {
  /** 0 if no answer came. */
  readonly status: number;
  /** As AWS names what is wrong, for example `NoSuchKey`; empty if it names nothing. */
  readonly code: string;
  /** After the name of what was called. */
  readonly words: string;
}

/** AWS says that fewer requests at a time would do. */
export function isTooMuch({ status, code }: Failure): boolean {
  return status === 429 || status === 503 || TOO_MUCH.includes(code);
}

/** Another attempt may do. */
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

/** Only where to: what follows a `?` there may be a credential. */
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
