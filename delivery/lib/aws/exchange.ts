// One request and its answer, over node:http: fetch would rewrite a key with dots and follow redirects.
import { ReadStream } from "node:fs";
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import { DeliveryError, messageOf } from "../actions.ts";
import { changed, type Content, opened } from "./content.ts";

const agents = {
  http: new http.Agent({ keepAlive: true }),
  // Explicit, so NODE_TLS_REJECT_UNAUTHORIZED in the environment cannot override it.
  https: new https.Agent({ keepAlive: true, rejectUnauthorized: true }),
};

/** A request without its body. */
export interface Outgoing {
  readonly method: string;
  readonly origin: string;
  /** With the query, encoded: it is sent as it is. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds of silence after which it fails. */
  readonly idle: number;
}

/** No answer came, or only a part: the connection failed or fell silent. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** Opens a request, which fails with NoAnswer after a silence. */
export function requestOf({ method, origin, target, headers, idle }: Outgoing): ClientRequest {
  const { protocol, hostname, port } = new URL(origin);
  const options = { method, host: hostname.replaceAll(/[[\]]/g, ""), port, path: target, headers, timeout: idle };
  const request =
    protocol === "https:"
      ? https.request({ ...options, agent: agents.https })
      : http.request({ ...options, agent: agents.http });
  request.on("timeout", () => request.destroy(new NoAnswer(`was silent for ${idle} ms`)));
  return request;
}

/** The most bytes of an answer: lists and pages of lists, not files of a site. */
const MOST = 64 * 1024 * 1024;

/** Milliseconds to wait for 100 Continue, as the AWS CLI does. */
const CONTINUE_WAIT = 1000;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Sends a request once and reads its answer, a redirect like any other.
 *
 * @throws NoAnswer if the connection fails or is silent for too long.
 * @throws DeliveryError if the answer is too large, or the file is not what it was.
 * @throws errors of node:fs.
 */
export async function exchange(outgoing: Outgoing, body?: Content): Promise<Answer> {
  const content = body && opened(body);
  const streamed = content instanceof ReadStream ? content : undefined;
  // What is large is sent only once the other side says that it will take it.
  const expect: Record<string, string> = streamed === undefined ? {} : { expect: "100-continue" };
  const request = requestOf({ ...outgoing, headers: { ...outgoing.headers, ...expect } });
  try {
    return await new Promise<Answer>((resolve, reject) => {
      request.on("error", reject);
      request.on("response", (response) => void read(response).then(resolve, reject));
      if (streamed === undefined) request.end(content);
      else sendAsRead(streamed, request, body?.size ?? 0);
    });
  } catch (error) {
    if (error instanceof DeliveryError || error instanceof NoAnswer) throw error;
    throw new NoAnswer(`failed (${messageOf(error)})`);
  } finally {
    streamed?.destroy();
    // An early refusal has not read everything.
    if (!request.writableFinished) request.destroy();
  }
}

function sendAsRead(file: ReadStream, request: ClientRequest, size: number): void {
  const start = (): void => {
    clearTimeout(patience);
    file.pipe(request, { end: false });
  };
  // Some servers never send it.
  const patience = setTimeout(start, CONTINUE_WAIT);
  const stop = (): void => {
    clearTimeout(patience);
  };
  request.once("continue", start).once("response", stop).once("close", stop);
  file.on("error", (error) => request.destroy(new DeliveryError(error.message)));
  file.on("end", () => {
    if (file.bytesRead === size) request.end();
    else request.destroy(changed(String(file.path)));
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST) throw new DeliveryError(`AWS answered with more than ${MOST} bytes`);
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}
