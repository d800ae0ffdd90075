// Names of files in a bucket that are safe in a path, in XML and in a folder.
import { DeliveryError } from "../actions.ts";

/** Bytes. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST = 1024;

/** The fault of a key, or undefined. Libraries and proxies resolve `.`, `..` and empty segments, each its own way. */
export function faultOfKey(key: string): string | undefined {
  if (Buffer.from(key).toString() !== key) return "is not valid Unicode";
  // The last two are no characters to XML either, in which S3 takes what to delete.
  if (/[\p{Cc}\uFFFE\uFFFF]/u.test(key)) return "has a control character";
  if (Buffer.byteLength(key) > LONGEST) return `is longer than ${LONGEST} bytes`;
  const strange = key.split("/").find((segment) => ["", ".", ".."].includes(segment));
  if (strange === undefined) return undefined;
  return strange === "" ? "has an empty segment" : `has the segment ${strange}`;
}

/** @throws DeliveryError if S3 or somebody on the way could take the key for another one. */
export function checkKey(key: string): void {
  const fault = faultOfKey(key);
  if (fault !== undefined) throw new DeliveryError(`The file name ${JSON.stringify(key.slice(0, 200))} ${fault}`);
}
