// A request over node:http: fetch would rewrite a key with dots and follow redirects.
import http, { type ClientRequest } from "node:http";
import https from "node:https";

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
