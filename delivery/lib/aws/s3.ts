// Files of a bucket. Each call states the bucket's owner: names are free again once a bucket is deleted.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
import type { Content } from "./content.ts";
import { type Aws, bucketEndpoint } from "./endpoints.ts";
import type { Answer } from "./exchange.ts";
import { checkKey } from "./keys.ts";
import { type Head, type Headers, headOf, unquoted, type Version, versionOf } from "./s3-versions.ts";
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

/** A complete file of at most 64 MiB. Undefined if the file or the version does not exist. */
export async function get(
  bucket: Bucket,
  key: string,
  versionId?: string,
): Promise<(Head & { readonly body: Buffer }) | undefined> {
  const answer = await orUndefined(callBucket(bucket, { method: "GET", key, query: versionQuery(versionId) }));
  return answer && { ...headOf(answer), body: answer.body };
}

/** A file's metadata. Undefined if the file or the version does not exist. */
export async function head(bucket: Bucket, key: string, versionId?: string): Promise<Head | undefined> {
  const answer = await orUndefined(callBucket(bucket, { method: "HEAD", key, query: versionQuery(versionId) }));
  return answer && headOf(answer);
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

function versionQuery(versionId: string | undefined): Record<string, string> {
  return versionId === undefined ? {} : { versionId };
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
