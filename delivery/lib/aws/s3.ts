// Files of a bucket. Each call states the bucket's owner: names are free again once a bucket is deleted.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
import type { Content } from "./content.ts";
import { type Aws, bucketEndpoint } from "./endpoints.ts";
import type { Answer } from "./exchange.ts";
import { checkKey } from "./keys.ts";
import { AwsError, type Call, send } from "./request.ts";
import { encodePath } from "./sign.ts";
import { parseXml, textOf } from "./xml.ts";

export interface Bucket {
  readonly aws: Aws;
  /** Without dots, so a certificate covers its host. */
  readonly name: string;
  /** The number of the account that must own it. */
  readonly owner: string;
}

/** The headers that browsers get with a file. */
export interface Headers {
  readonly "content-type": string;
  readonly "cache-control": string;
  readonly "content-encoding"?: string;
}

/** A version of a file. */
export interface Version {
  /** Undefined in a bucket without versioning. */
  readonly versionId: string | undefined;
  /** Without quotes. The MD5 in hex if it was put in one piece and is encrypted by S3's own key. */
  readonly etag: string;
}

/** Makes a call on a file of a bucket, or without a key on the bucket. */
export function callBucket(
  { aws, name, owner }: Bucket,
  { key, headers, ...call }: Omit<Call, "endpoint" | "path"> & { readonly key?: string },
): Promise<Answer> {
  if (key !== undefined) checkKey(key);
  const endpoint = bucketEndpoint(aws, name);
  return send(aws, {
    ...call,
    endpoint,
    path: key ?? "",
    headers: { ...headers, "x-amz-expected-bucket-owner": owner },
  });
}

/**
 * Puts a file in one piece.
 *
 * @param only - `new`: refuse (AwsError with code `PreconditionFailed`) if there is a file of that name.
 */
export async function put(
  bucket: Bucket,
  key: string,
  content: Content,
  headers: Headers,
  only?: "new",
): Promise<Version> {
  const md5 = Buffer.from(content.md5, "hex").toString("base64");
  const condition: Record<string, string> = only === "new" ? { "if-none-match": "*" } : {};
  try {
    const all = { ...headers, "content-md5": md5, ...condition };
    return versionOf(await callBucket(bucket, { method: "PUT", key, headers: all, body: content }));
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "PreconditionFailed" && error.attempts > 1)) throw error;
    // Perhaps an earlier attempt put it, and only its answer got lost.
    const there = await head(bucket, key);
    if (there?.etag !== content.md5) throw error;
    return there;
  }
}

/** The content of a file of at most 64 MiB. Undefined if there is no such file. */
export async function get(bucket: Bucket, key: string): Promise<Buffer | undefined> {
  return (await orUndefined(callBucket(bucket, { method: "GET", key })))?.body;
}

/** A file's newest version, or the one of that id. Undefined if it does not exist. */
export async function head(bucket: Bucket, key: string, versionId?: string): Promise<Version | undefined> {
  const query: Record<string, string> = versionId === undefined ? {} : { versionId };
  const answer = await orUndefined(callBucket(bucket, { method: "HEAD", key, query }));
  return answer && versionOf(answer);
}

/**
 * Copies a file within its bucket, on itself too. Its headers are these, whatever those of the source are.
 *
 * @returns also the SHA-256 in hex, which S3 computes as it copies.
 */
export async function copy(
  bucket: Bucket,
  from: { readonly key: string; readonly versionId?: string | undefined },
  key: string,
  headers: Headers,
): Promise<Version & { readonly sha256: string }> {
  checkKey(from.key);
  const version = from.versionId === undefined ? "" : `?versionId=${encodeURIComponent(from.versionId)}`;
  const source = {
    "x-amz-copy-source": `/${bucket.name}/${encodePath(from.key)}${version}`,
    "x-amz-source-expected-bucket-owner": bucket.owner,
    "x-amz-metadata-directive": "REPLACE",
    // Without tags: copying those takes one more permission.
    "x-amz-tagging-directive": "REPLACE",
    "x-amz-checksum-algorithm": "SHA256",
  };
  const answer = await callBucket(bucket, { method: "PUT", key, headers: { ...headers, ...source } });
  const result = parseXml(answer.body.toString().trim());
  const sha256 = Buffer.from(textOf(result, "ChecksumSHA256") ?? "", "base64").toString("hex");
  return { ...versionOf(answer), etag: unquoted(textOf(result, "ETag") ?? ""), sha256 };
}

/** The text without the quotes that ETags have. */
export function unquoted(etag: string): string {
  return etag.replace(/^"(.*)"$/, "$1");
}

function versionOf({ headers }: Answer): Version {
  const id = headers["x-amz-version-id"];
  return { versionId: typeof id === "string" && id !== "null" ? id : undefined, etag: unquoted(headers.etag ?? "") };
}

async function orUndefined(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    // The answer to HEAD has a status only. A missing bucket is not a missing file.
    if (error instanceof AwsError && error.status === 404 && error.code !== "NoSuchBucket") return undefined;
    throw error;
  }
}
