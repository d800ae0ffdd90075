// S3 and CloudFront on this machine, for tests of what publishes: as strict as the real ones, and able to fail.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, refusal } from "../../../offline/s3/answer";
import { readBody } from "../../../offline/s3/body";
import { error as cloudfrontError, Invalidations } from "../../../offline/s3/cloudfront";
import { answerS3, type Need, needsOf, type S3Request } from "../../../offline/s3/s3";
import { CREDENTIALS, faultOfSignature, REGION } from "./signature";
import { Store } from "../../../offline/s3/store";

export const BUCKET = "passwordless-cicd-prod-site-0a1b2c3";
export const OWNER = "111122223333";
export const DISTRIBUTION = "E2EXAMPLE1";

/** What a request gets instead of its answer, or after what it asked for is done. */
export type Fault =
  /** 503 SlowDown. */
  | "slow-down"
  /** 500 InternalError. */
  | "error"
  /** 307 to another host, with a token in the address. */
  | "redirect"
  /** The connection is cut before anything is done. */
  | "reset"
  /** It is done, and the connection is cut before the answer. */
  | "lost"
  /** Nothing comes. */
  | "silence"
  /** 200 with an error inside. */
  | "late"
  /** 403 AccessDenied. */
  | "denied";

/** A request as it was made. */
export interface Received {
  /** For example `PUT /index.html` or `GET ?list-type=2`: without the bucket, without what an answer told. */
  readonly call: string;
  readonly method: string;
  /** Empty if the bucket was asked, or CloudFront. */
  readonly key: string;
  readonly headers: IncomingMessage["headers"];
  /** The other side's: one for each connection. */
  readonly port: number | undefined;
  /** What it needs to be allowed. */
  readonly needs: readonly Need[];
  status: number;
}

export interface DoubleOptions {
  /** Milliseconds before each answer. Default: 0. */
  readonly latency?: number;
  /** What each answer waits for. */
  readonly hold?: Promise<void>;
  /** How often an invalidation is in progress before it is completed. Default: 1. */
  readonly progress?: number;
  /** Whether the caller may. Default: yes. */
  readonly allow?: (need: Need) => boolean;
  /** What happens to a request, by how it was asked and how many came before it. Default: nothing. */
  readonly fault?: (received: Received, before: number) => Fault | undefined;
  /** Whether the bucket has no versioning, and tells no ids. Default: it has. */
  readonly unversioned?: () => boolean;
  /** The code by which CloudFront refuses. Default: it does not. */
  readonly refuse?: string;
  /** Where a redirect leads. */
  readonly redirect?: string;
  /** Is told how many requests are under way whenever one comes. */
  readonly underWay?: (now: number) => void;
}

export interface Double {
  readonly url: string;
  readonly store: Store;
  readonly invalidations: Invalidations;
  /** In the order in which they came in whole. */
  readonly received: Received[];
  /** The most that were under way at once. */
  readonly most: () => number;
  /** The environment of who may ask, as the action leaves it, with the double for AWS. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs both for the time of `use`. The store is empty, unless one is given. */
export async function withAws<T>(
  options: DoubleOptions,
  use: (aws: Double) => Promise<T>,
  store = new Store(),
): Promise<T> {
  const {
    latency = 0,
    progress = 1,
    allow = () => true,
    fault = () => undefined,
    redirect = "",
    underWay: tell = () => undefined,
  } = options;
  const invalidations = new Invalidations(progress);
  const received: Received[] = [];
  let [underWay, most] = [0, 0];

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message);
    if (latency > 0) await sleep(latency);
    await options.hold;
    const { method = "", url = "", headers } = message;
    const { pathname, searchParams: query } = new URL(url, "http://double");
    const isS3 = pathname.startsWith(`/${BUCKET}/`);
    const key = isS3 ? decodeURIComponent(pathname.slice(BUCKET.length + 2)) : "";
    const request: S3Request = { method, key, query, headers, body };
    const needs = (isS3 ? needsOf(request) : []) ?? [];
    const search = [...query].map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join("&");
    const call = `${method} ${isS3 ? (key === "" ? "" : `/${key}`) : pathname}${search === "" ? "" : `?${search}`}`;
    const log: Received = { call, method, key, headers, port: message.socket.remotePort, needs, status: 0 };
    const befalls = fault(log, received.length);
    received.push(log);
    if (befalls === "reset") return void message.socket.destroy();
    if (befalls === "silence") return;
    const refused = await faultOfSignature({ message, service: isS3 ? "s3" : "cloudfront", sha256: body.sha256 });
    const answer =
      refused === undefined
        ? (faultAnswer(befalls, redirect) ?? answered(request, needs, isS3, pathname))
        : refusal(refused[0] === "XAmzContentSHA256Mismatch" ? 400 : 403, ...refused);
    log.status = answer.status;
    if (befalls === "lost") return void message.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(method === "HEAD" ? undefined : answer.body);
  }

  function answered(request: S3Request, needs: readonly Need[], isS3: boolean, pathname: string): Answer {
    const { method, headers } = request;
    if (!isS3 && options.refuse !== undefined) return cloudfrontError(403, options.refuse);
    if (!isS3) return invalidations.answer(method, pathname, request.body);
    const owner = headers["x-amz-expected-bucket-owner"];
    if (owner !== OWNER) return refusal(403, "AccessDenied", `expected owner ${String(owner)}`);
    if (needs.length === 0) return refusal(501, "NotImplemented", `${method} ${request.query.toString()}`);
    const denied = needs.find((need) => !allow(need));
    if (denied !== undefined) return refusal(403, "AccessDenied", `not allowed: ${denied.action} on ${denied.key}`);
    const writes = (method === "PUT" && headers["x-amz-copy-source"] === undefined) || method === "POST";
    if (writes && headers["content-md5"] === undefined) return refusal(400, "InvalidRequest", "expected Content-MD5");
    const answer = answerS3(store, BUCKET, request);
    if (options.unversioned?.() !== true) return answer;
    const told = Object.entries(answer.headers ?? {}).filter(([name]) => name !== "x-amz-version-id");
    return { ...answer, headers: Object.fromEntries(told) };
  }

  const server = createServer((message, response) => {
    underWay++;
    most = Math.max(most, underWay);
    tell(underWay);
    response.on("close", () => underWay--);
    handle(message, response).catch(() => message.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL: url,
    RETRY_WAIT_MS: "5",
  };
  try {
    return await use({ url, store, invalidations, received, most: () => most, env });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function faultAnswer(fault: Fault | undefined, location: string): Answer | undefined {
  switch (fault) {
    case "slow-down":
      return refusal(503, "SlowDown", "Please reduce your request rate.");
    case "error":
      return refusal(500, "InternalError");
    case "redirect":
      return { status: 307, headers: { location } };
    case "late":
      return { ...refusal(500, "InternalError"), status: 200 };
    case "denied":
      return refusal(403, "AccessDenied");
    case "reset":
    case "lost":
    case "silence":
    case undefined:
      return undefined;
  }
}
