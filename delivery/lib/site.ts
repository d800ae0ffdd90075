// Requests of the published site, as anybody makes them: no credentials.
import { messageOf } from "./actions.ts";
import { isSafe } from "./forms.ts";
import type { Setting } from "./settings.ts";

/** Requests at a time. */
const AT_ONCE = 8;

/** An https address. Only on this machine itself it may do without TLS. */
export function loopbackOrHttps(want: string): Setting<string> {
  return { want, parse: (text) => (URL.canParse(text) && isSafe(new URL(text)) ? text : undefined) };
}

/** The same without a path: where a site is. */
export function origin(want: string): Setting<string> {
  return { want, parse: (text) => withoutPath(loopbackOrHttps(want).parse(text)) };
}

/** An address without TLS and without a path. */
export function plainOrigin(want: string): Setting<string> {
  return { want, parse: (text) => (text.startsWith("http://") ? withoutPath(text) : undefined) };
}

function withoutPath(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { origin: start } = new URL(text);
  return [start, `${start}/`].includes(text) ? start : undefined;
}

/** The setting SITE_URL. */
export const siteUrl = origin("the https address of the site, for example https://d111111abcdef8.cloudfront.net");

/** Where the site is, and the milliseconds that one request may take. */
export interface Web {
  readonly SITE_URL: string;
  readonly REQUEST_TIMEOUT_MS: number;
}

export interface Served {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Gets an address, or a path of the site, once and without following redirects. In words, why nothing came. */
export async function get({ SITE_URL, REQUEST_TIMEOUT_MS }: Web, address: string): Promise<Served | string> {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    const response = await fetch(new URL(address, SITE_URL), { redirect: "manual", signal });
    return {
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    };
  } catch (error) {
    if (signal.aborted) return `no answer within ${REQUEST_TIMEOUT_MS} ms`;
    // fetch itself says no more than "fetch failed".
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return `no answer (${messageOf(cause)})`;
  }
}

/** Does the same with each of several, a few at a time; the results in their order. */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}
