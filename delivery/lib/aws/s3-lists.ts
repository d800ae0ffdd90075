// Lists what a bucket holds, without keeping all of it in memory.
import { DeliveryError } from "../actions.ts";
import { faultOfKey } from "./keys.ts";
import type { Bucket } from "./s3.ts";
import { needed, pages, plain } from "./s3-pages.ts";
import { unquoted } from "./s3-versions.ts";
import type { Element } from "./xml.ts";

/** A file in a bucket. */
export interface Listed {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
  /** Without quotes. See `Version` in s3-versions.ts. */
  readonly etag: string;
}

export interface ListOptions {
  /** Only keys that start with it. Default: all. */
  readonly prefix?: string;
  /** Is told each key that no call would take, and why; it is left out of the list. Default: such a key is an error. */
  readonly strange?: (key: string, fault: string) => void;
}

/**
 * All files of a bucket, in S3's order: by the bytes of their keys.
 *
 * @throws AwsError if S3 refuses, DeliveryError if it answers in another form.
 */
export async function* list(bucket: Bucket, options: ListOptions = {}): AsyncGenerator<Listed> {
  for await (const page of pages(bucket, options.prefix ?? "")) {
    for (const element of page.children.filter(({ name }) => name === "Contents")) {
      const key = keyOf(element, page, options);
      if (key !== undefined) yield { key, ...fileOf(element), modified: timeOf(element) };
    }
  }
}

function keyOf(element: Element, page: Element, { prefix = "", strange }: ListOptions): string | undefined {
  const key = plain(needed(element, "Key"), page);
  if (!key.startsWith(prefix)) throw new DeliveryError(`S3's list has ${JSON.stringify(key)}; expected ${prefix}...`);
  const fault = faultOfKey(key);
  if (fault === undefined) return key;
  if (strange === undefined) throw new DeliveryError(`The bucket has a file ${JSON.stringify(key)}, which ${fault}`);
  strange(key, fault);
  return undefined;
}

function fileOf(element: Element): { size: number; etag: string } {
  const size = needed(element, "Size");
  if (!/^\d{1,15}$/.test(size)) throw new DeliveryError(`S3's list has the size ${size.slice(0, 40)}; expected bytes`);
  return { size: Number(size), etag: unquoted(needed(element, "ETag")) };
}

function timeOf(element: Element): Date {
  const text = needed(element, "LastModified");
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new DeliveryError(`S3's list has the time ${text.slice(0, 40)}; expected ISO 8601`);
  return time;
}
