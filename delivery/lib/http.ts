import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError, messageOf, say } from "./actions.ts";
import { positiveInteger, type Values } from "./settings.ts";

const ATTEMPTS = 3;

/** How long a script waits for a server. Spread these into a script's settings. */
export const patienceSettings = {
  /** Milliseconds that one request may take, including its answer. */
  REQUEST_TIMEOUT_MS: positiveInteger("whole milliseconds", "15000"),
  /** Milliseconds before the second attempt; before the third twice as many. */
  RETRY_WAIT_MS: positiveInteger("whole milliseconds", "1000"),
};

export type Patience = Values<typeof patienceSettings>;

export interface Request {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Sends a request, up to three times if the server does not answer or answers with a 5xx. Redirects are not
 * followed but returned like other replies, so a credential goes to no other server.
 *
 * @throws DeliveryError if no answer came at all. Any reply is returned, even the last 5xx.
 */
export async function send(request: Request, patience: Patience): Promise<Reply> {
  for (let attempt = 1; ; attempt++) {
    const reply = await sendOnce(request, patience);
    if (typeof reply !== "string" && (reply.status < 500 || attempt === ATTEMPTS)) return reply;
    const trouble = typeof reply === "string" ? reply : `answered ${reply.status}`;
    if (attempt === ATTEMPTS)
      throw new DeliveryError(`${request.method} ${request.url} ${trouble}, ${ATTEMPTS} times. Is it reachable?`);
    say(`${request.method} ${request.url} ${trouble}; attempt ${attempt + 1} of ${ATTEMPTS} follows.`);
    await sleep(patience.RETRY_WAIT_MS * 2 ** (attempt - 1));
  }
}

/** The reply, or in words why there is none. */
async function sendOnce({ url, ...rest }: Request, patience: Patience): Promise<Reply | string> {
  const signal = AbortSignal.timeout(patience.REQUEST_TIMEOUT_MS);
  try {
    const response = await fetch(url, { ...rest, redirect: "manual", signal });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    if (signal.aborted) return `did not answer within ${patience.REQUEST_TIMEOUT_MS} ms`;
    // fetch itself says no more than "fetch failed".
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return `failed (${messageOf(cause)})`;
  }
}
