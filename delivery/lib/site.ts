// Requests to the published site, as anybody makes them: no credentials.
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { messageOf } from "./actions.ts";
import { requestOf } from "./aws/exchange.ts";
import { isSafe } from "./forms.ts";
import type { Setting } from "./settings.ts";

/** An https address. Only on this machine itself TLS is optional. */
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

/** Where the site is, and how patient its visitors are. */
export interface Web {
  readonly SITE_URL: string;
  /** Milliseconds of silence after which a request has failed. One that makes progress may take as long as it takes. */
  readonly IDLE_TIMEOUT_MS: number;
}

/** An answer, with only so much of its body. */
export interface Served {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Of the body, in hex. */
  readonly sha256: string;
  /** Its first characters. */
  readonly start: string;
}

/** Requests an address, or a path of the site, once and without following redirects. In words, why nothing came. */
export async function ask(
  { SITE_URL, IDLE_TIMEOUT_MS: idle }: Web,
  address: string,
  method: "GET" | "HEAD" = "GET",
): Promise<Served | string> {
  const { origin, pathname, search } = new URL(address, SITE_URL);
  const request = requestOf({ method, origin, target: pathname + search, headers: {}, idle });
  try {
    const [response] = (await once(request.end(), "response")) as [IncomingMessage];
    const [sha256, start] = [createHash("sha256"), [] as Buffer[]];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (size < 200) start.push(chunk.subarray(0, 200));
      sha256.update(chunk);
      size += chunk.length;
    }
    const { statusCode: status = 0, headers } = response;
    return { status, headers, sha256: sha256.digest("hex"), start: Buffer.concat(start).toString().trim() };
  } catch (error) {
    return `no answer (${messageOf(error)})`;
  }
}
