// Lists what a bucket holds, in S3's pages of a thousand: all of it is never in memory.
import { annotate, DeliveryError } from "../actions.ts";
import { faultOfKey } from "./keys.ts";
import { type Bucket, callBucket, unquoted } from "./s3.ts";
import { childrenOf, type Element, parseXml, textOf } from "./xml.ts";

/** A file in a bucket. */
export interface Listed {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
  /** Without quotes. See `Version` in s3.ts. */
  readonly etag: string;
}

/**
 * The files of a bucket whose keys start with a prefix, in S3's order: by the bytes of their keys. One that no call
 * would take is left out, with a warning.
 *
 * @throws AwsError if S3 refuses, DeliveryError if it answers in another form.
 */
export async function* list(bucket: Bucket, prefix = ""): AsyncGenerator<Listed> {
  let token: string | undefined;
  for (;;) {
    // Encoded, since XML cannot carry every character that a key can have.
    const query = { "list-type": "2", prefix, "encoding-type": "url", "max-keys": "1000" };
    const from: Record<string, string> = token === undefined ? {} : { "continuation-token": token };
    const { body } = await callBucket(bucket, { method: "GET", query: { ...query, ...from } });
    const page = parseXml(body.toString());
    for (const element of childrenOf(page, "Contents")) {
      const file = fileOf(element, textOf(page, "EncodingType") === "url");
      const { key } = file;
      if (!key.startsWith(prefix)) throw strange("key", key, `${prefix}...`);
      const fault = faultOfKey(key);
      if (fault === undefined) yield file;
      else
        annotate(
          "warning",
          `The bucket has a file ${JSON.stringify(key.slice(0, 200))}, which ${fault}: it is left alone`,
        );
    }
    if (needed(page, "IsTruncated") === "false") return;
    const next = textOf(page, "NextContinuationToken");
    if (next === undefined || next === token) {
      throw new DeliveryError(`S3's list of ${bucket.name} does not say where it continues`);
    }
    token = next;
  }
}

function fileOf(element: Element, encoded: boolean): Listed {
  const [key, size, time] = [needed(element, "Key"), needed(element, "Size"), needed(element, "LastModified")];
  const modified = new Date(time);
  if (!/^\d{1,15}$/.test(size)) throw strange("size", size, "bytes");
  if (Number.isNaN(modified.getTime())) throw strange("time", time, "ISO 8601");
  return { key: encoded ? decoded(key) : key, size: Number(size), modified, etag: unquoted(needed(element, "ETag")) };
}

/** A key as S3 encodes it in a list that says so: form-encoded, with a space as `+`. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    throw strange("key", key, "one that is URL-encoded");
  }
}

/** The text of a required child. */
function needed(element: Element, name: string): string {
  const text = textOf(element, name);
  if (text === undefined) throw new DeliveryError(`S3's list has a ${element.name} without ${name}`);
  return text;
}

function strange(what: string, text: string, want: string): DeliveryError {
  return new DeliveryError(`S3's list has the ${what} ${JSON.stringify(text.slice(0, 200))}; expected ${want}`);
}
