// S3's calls on one bucket, as strict as S3 where a client could be wrong.
import { type Answer, escaped, refusal, unescaped, xml } from "./answer";
import { fileList } from "./s3-lists";
import type { Body, Store, StoredVersion } from "./store";

/** A request to S3. */
export interface S3Request {
  readonly method: string;
  /** Empty if the bucket is asked. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
}

/** Of IAM, as the policy of who asks has to allow it. */
export type Action = "s3:ListBucket" | "s3:GetObject" | "s3:GetObjectVersion" | "s3:PutObject" | "s3:DeleteObject";

export interface Need {
  readonly action: Action;
  readonly key: string;
}

const KEPT_HEADERS = ["content-type", "cache-control", "content-encoding"];

/** What a request needs to be allowed, or undefined if the double does not know the request. */
export function needsOf({ method, key, query, headers, body }: S3Request): readonly Need[] | undefined {
  const versioned = query.has("versionId") ? "s3:GetObjectVersion" : "s3:GetObject";
  if (key === "") {
    if (method === "GET" && query.get("list-type") === "2") return [{ action: "s3:ListBucket", key }];
    if (method === "POST" && query.has("delete")) {
      return deletedKeys(body)?.map((one) => ({ action: "s3:DeleteObject" as const, key: one }));
    }
    return undefined;
  }
  if (method === "GET" || method === "HEAD") return [{ action: versioned, key }];
  if (method !== "PUT" || query.size > 0) return undefined;
  const source = sourceOf(headers);
  if (source === undefined) return [{ action: "s3:PutObject", key }];
  const action = source.versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
  return [
    { action, key: source.key },
    { action: "s3:PutObject", key },
  ];
}

/** Does what a request asks for; its signature was checked before. */
export function answerS3(store: Store, bucket: string, request: S3Request): Answer {
  const { method, key, query, headers, body } = request;
  const md5 = headers["content-md5"];
  if (md5 !== undefined && Buffer.from(String(md5), "base64").toString("hex") !== body.md5)
    return refusal(400, "BadDigest");
  if (Buffer.byteLength(key) > 1024) return refusal(400, "KeyTooLongError");
  if (/(^|\/)\.{0,2}(\/|$)/.test(key) && key !== "") return refusal(400, "InvalidURI", key);
  if (key === "") return method === "POST" ? deletion(store, body) : fileList(store, bucket, query);
  if (method === "PUT") return put(store, bucket, request);
  const found = store.find(key, query.get("versionId") ?? undefined);
  if (found === undefined) return refusal(404, query.has("versionId") ? "NoSuchVersion" : "NoSuchKey");
  if (found.bytes === undefined && method === "GET") return refusal(501, "NotImplemented", "too large to be kept");
  const told = { ...found.headers, ...versionHeaders(found), "last-modified": found.modified.toUTCString() };
  return {
    status: 200,
    headers: { ...told, "content-length": String(found.size) },
    ...(found.bytes && { body: found.bytes }),
  };
}

function put(store: Store, bucket: string, { key, headers, body }: S3Request): Answer {
  const condition = headers["if-none-match"];
  if (condition !== undefined && condition !== "*") return refusal(501, "NotImplemented", "If-None-Match takes *");
  if (condition === "*" && store.find(key) !== undefined) return refusal(412, "PreconditionFailed");
  const kept = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
  const source = sourceOf(headers);
  if (source === undefined) return { status: 200, headers: versionHeaders(store.put(key, body, kept)) };
  if (source.bucket !== bucket) return refusal(403, "AccessDenied", `the bucket ${source.bucket}`);
  if (headers["x-amz-metadata-directive"] !== "REPLACE") return refusal(400, "InvalidRequest", "expected REPLACE");
  if (headers["x-amz-source-expected-bucket-owner"] === undefined) return refusal(403, "AccessDenied", "whose source?");
  const from = store.find(source.key, source.versionId);
  if (from === undefined) return refusal(404, source.versionId === undefined ? "NoSuchKey" : "NoSuchVersion");
  const copy = store.put(key, from, kept);
  const isAsked = headers["x-amz-checksum-algorithm"] === "SHA256";
  const checksum = isAsked
    ? `<ChecksumSHA256>${Buffer.from(copy.sha256, "hex").toString("base64")}</ChecksumSHA256>`
    : "";
  const result = xml(
    "CopyObjectResult",
    `<LastModified>${copy.modified.toISOString()}</LastModified><ETag>&quot;${copy.md5}&quot;</ETag>${checksum}`,
  );
  return {
    ...result,
    headers: { ...result.headers, "x-amz-version-id": copy.versionId, "x-amz-copy-source-version-id": from.versionId },
  };
}

function versionHeaders({ versionId, md5 }: StoredVersion): Record<string, string> {
  return { etag: `"${md5}"`, "x-amz-version-id": versionId };
}

function sourceOf(headers: S3Request["headers"]): { bucket: string; key: string; versionId?: string } | undefined {
  const [, bucket, path, version] =
    /^\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(String(headers["x-amz-copy-source"])) ?? [];
  if (bucket === undefined || path === undefined) return undefined;
  return {
    bucket,
    key: decodeURIComponent(path),
    ...(version === undefined ? {} : { versionId: decodeURIComponent(version) }),
  };
}

function deletedKeys({ bytes }: Body): string[] | undefined {
  const form = /^<Delete xmlns="[^"]+"><Quiet>true<\/Quiet>((?:<Object><Key>[^<]+<\/Key><\/Object>)+)<\/Delete>$/;
  const [, objects] = form.exec(String(bytes)) ?? [];
  return objects?.match(/(?<=<Key>)[^<]+/g)?.map(unescaped);
}

function deletion(store: Store, body: Body): Answer {
  const keys = deletedKeys(body) ?? [];
  if (keys.length === 0 || keys.length > 1000) return refusal(400, "MalformedXML", `${keys.length} keys`);
  const errors = keys.map((key) => {
    const code = store.refuse(key);
    if (code !== undefined)
      return `<Error><Key>${escaped(key)}</Key><Code>${code}</Code><Message>${code}</Message></Error>`;
    store.delete(key);
    return "";
  });
  return xml("DeleteResult", errors.join(""));
}
