// A call of AWS: signed, tried again while that can help, and never sent where an answer points.
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError } from "../actions.ts";
import type { Content } from "./content.ts";
import type { Aws, Endpoint } from "./endpoints.ts";
import { type Answer, exchange, NoAnswer } from "./exchange.ts";
import { type Failure, failureOf, isPassing, isTooMuch } from "./failures.ts";
import { encodePath, encodeQuery, signed } from "./sign.ts";

const ATTEMPTS = 6;

/** The SHA-256 of an empty body. */
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

export interface Call {
  readonly method: "GET" | "HEAD" | "PUT" | "POST";
  readonly endpoint: Endpoint;
  /** Below the endpoint's base, not encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Content | undefined;
}

/** AWS refused, or did not answer. */
export class AwsError extends DeliveryError {
  /** 0 if no answer came. */
  readonly status: number;
  /** AWS's error code, for example `NoSuchKey`; empty if it gives none. */
  readonly code: string;
  /** How often it was tried. After more than one, an earlier attempt may have done what was asked. */
  readonly attempts: number;

  constructor(message: string, { status, code, attempts }: { status: number; code: string; attempts: number }) {
    super(message);
    [this.status, this.code, this.attempts] = [status, code, attempts];
  }
}

/**
 * Makes a call, up to six times if AWS answers with a 5xx, says that it is too much, or does not answer. Waits
 * longer each time, at random, so that calls that failed together are not repeated together.
 *
 * @throws AwsError if AWS refuses, redirects or keeps failing.
 * @throws DeliveryError as {@link exchange}.
 */
export async function send(aws: Aws, call: Call): Promise<Answer> {
  for (let attempts = 1; ; attempts++) {
    const outcome = await aws.pool.run(
      () => attempt(aws, call),
      (result) => "words" in result && isTooMuch(result),
    );
    if (!("words" in outcome)) return outcome;
    if (!isPassing(outcome) || attempts === ATTEMPTS) {
      const times = attempts > 1 ? `, at attempt ${attempts}` : "";
      const { origin, base } = call.endpoint;
      throw new AwsError(`${call.method} ${origin}${encodePath(base + call.path)} ${outcome.words}${times}`, {
        ...outcome,
        attempts,
      });
    }
    const wait = Math.random() * aws.RETRY_WAIT_MS * 2 ** (attempts - 1);
    await sleep(wait);
  }
}

async function attempt(aws: Aws, call: Call): Promise<Answer | Failure> {
  const { method, endpoint, query = {}, body } = call;
  const path = encodePath(endpoint.base + call.path);
  const length: Record<string, string> = body === undefined ? {} : { "content-length": String(body.size) };
  const headers = { ...call.headers, ...length, host: new URL(endpoint.origin).host };
  const signable = { method, path, query, headers, sha256: body?.sha256 ?? EMPTY };
  const search = encodeQuery(query);
  const target = search === "" ? path : `${path}?${search}`;
  try {
    const sent = signed(signable, aws, endpoint.scope, new Date());
    const { origin } = endpoint;
    const answer = await exchange({ method, origin, target, headers: sent, idle: aws.IDLE_TIMEOUT_MS }, body);
    return failureOf(answer, method) ?? answer;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { status: 0, code: "", words: error.message };
  }
}
