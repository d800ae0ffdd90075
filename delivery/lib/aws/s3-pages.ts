// Lists as S3 gives them, in pages of a thousand.
import { DeliveryError } from "../actions.ts";
import { type Bucket, callBucket } from "./s3.ts";
import { type Element, parseXml, textOf } from "./xml.ts";

/** How a list is read. */
export interface Reading<T> {
  readonly prefix?: string;
  readonly decode: (element: Element, page: Element) => T | undefined;
  /** The query parameters that request the next page. */
  readonly next: (page: Element) => Readonly<Record<string, string>> | undefined;
}

/**
 * The elements of all pages of a list.
 *
 * @throws AwsError if S3 refuses, DeliveryError if it answers in another form.
 */
export async function* pages<T>(
  bucket: Bucket,
  query: Readonly<Record<string, string>>,
  names: readonly string[],
  { prefix = "", decode, next }: Reading<T>,
): AsyncGenerator<T> {
  let from: Readonly<Record<string, string>> = {};
  for (;;) {
    // Encoded, since XML cannot carry every character that a key can have.
    const asked = { ...query, ...from, prefix, "encoding-type": "url", "max-keys": "1000" };
    const { body } = await callBucket(bucket, { method: "GET", query: asked });
    const page = parseXml(body.toString());
    for (const element of page.children.filter(({ name }) => names.includes(name))) {
      const one = decode(element, page);
      if (one !== undefined) yield one;
    }
    if (needed(page, "IsTruncated") === "false") return;
    const after = next(page);
    if (after === undefined || JSON.stringify(after) === JSON.stringify(from)) {
      throw new DeliveryError(`S3's list of ${bucket.name} does not say where it goes on`);
    }
    from = after;
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

/** The text of a child that has to be there. */
export function needed(element: Element, name: string): string {
  const text = textOf(element, name);
  if (text === undefined) throw new DeliveryError(`S3's list has a ${element.name} without ${name}`);
  return text;
}
