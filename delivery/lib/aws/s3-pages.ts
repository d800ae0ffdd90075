// Lists as S3 gives them, in pages of a thousand.
import { DeliveryError } from "../actions.ts";
import { type Bucket, callBucket } from "./s3.ts";
import { type Element, parseXml, textOf } from "./xml.ts";

/**
 * The pages of a list of files.
 *
 * @throws AwsError if S3 refuses, DeliveryError if it answers in another form.
 */
export async function* pages(bucket: Bucket, prefix: string): AsyncGenerator<Element> {
  let token: string | undefined;
  for (;;) {
    // Encoded, since XML cannot carry every character that a key can have.
    const query = { "list-type": "2", prefix, "encoding-type": "url", "max-keys": "1000" };
    const from: Record<string, string> = token === undefined ? {} : { "continuation-token": token };
    const { body } = await callBucket(bucket, { method: "GET", query: { ...query, ...from } });
    const page = parseXml(body.toString());
    yield page;
    if (needed(page, "IsTruncated") === "false") return;
    const next = textOf(page, "NextContinuationToken");
    if (next === undefined || next === token) {
      throw new DeliveryError(`S3's list of ${bucket.name} does not say where it goes on`);
    }
    token = next;
  }
}

/** A key as S3 encodes it in a list that says so: form-encoded, with a space as `+`. */
export function plain(text: string, page: Element): string {
  if (textOf(page, "EncodingType") !== "url") return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new DeliveryError(
      `S3's list has the key ${JSON.stringify(text.slice(0, 200))}; expected one that is URL-encoded`,
    );
  }
}

/** The text of a required child. */
export function needed(element: Element, name: string): string {
  const text = textOf(element, name);
  if (text === undefined) throw new DeliveryError(`S3's list has a ${element.name} without ${name}`);
  return text;
}
