// Signature Version 4, in the Authorization header.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
import { createHash, createHmac } from "node:crypto";

const ALGORITHM = "AWS4-HMAC-SHA256";

/** By the names of their environment variables. */
export interface Credentials {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  /** Temporary credentials have one. */
  readonly AWS_SESSION_TOKEN?: string | undefined;
}

/** What a signature is valid for. */
export interface Scope {
  readonly region: string;
  /** As AWS names it in signatures: `s3`, `cloudfront`. */
  readonly service: string;
}

/** A request as it will be sent. */
export interface Signable {
  readonly method: string;
  /** As in the request line, encoded by {@link encodePath}. Only S3 signs a path as it is sent. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** With names in lower case, `host` among them. All are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body, in hex. A body is never left unsigned. */
  readonly sha256: string;
}

/** The headers to send: those given, plus the signature's. */
export function signed(
  { method, path, query, headers, sha256: payload }: Signable,
  { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token }: Credentials,
  { region, service }: Scope,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const all: Record<string, string> = {
    ...headers,
    "x-amz-date": time,
    ...(service === "s3" ? { "x-amz-content-sha256": payload } : {}),
    ...(token === undefined ? {} : { "x-amz-security-token": token }),
  };
  const names = Object.keys(all).sort();
  const lines = names.map((name) => `${name}:${(all[name] ?? "").trim().replaceAll(/[ \t]+/g, " ")}\n`);
  const canonical = [method, path, encodeQuery(query), lines.join(""), names.join(";"), payload].join("\n");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const signature = hmac(key, [ALGORITHM, time, scope.join("/"), sha256(canonical)].join("\n")).toString("hex");
  const credential = `${id}/${scope.join("/")}`;
  const authorization = `${ALGORITHM} Credential=${credential},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return { ...all, authorization };
}

/** A path for the request line: each segment encoded once, nothing resolved. */
export function encodePath(path: string): string {
  return path.split("/").map(encode).join("/");
}

/** A query for the request line, in the order in which it is signed. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => [encode(name), encode(value)] as const);
  return pairs
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join("="))
    .join("&");
}

/** All but the unreserved characters, as AWS wants it; encodeURIComponent leaves five more. */
function encode(text: string): string {
  const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, percent);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
