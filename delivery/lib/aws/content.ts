// The body of a request: bytes, or a file that is read only while it is sent.
import { createHash } from "node:crypto";
import { createReadStream, readFileSync, type ReadStream, statSync } from "node:fs";
import { DeliveryError } from "../actions.ts";

/**
 * Files up to this many bytes are read at once: a tenth of a millisecond, while a stream or a promise for each of
 * ten thousand files takes longer than all the rest. 64 of them are still little memory.
 */
const SMALL = 256 * 1024;

/** A body with its checksums, which S3 compares with what arrives. */
export interface Content {
  /** The path of a file, or the bytes. */
  readonly source: string | Uint8Array;
  /** Bytes. */
  readonly size: number;
  /** In hex. It is the ETag of what was put in one piece. */
  readonly md5: string;
  /** In hex. */
  readonly sha256: string;
}

export function bytesContent(source: Uint8Array | string): Content {
  const bytes = typeof source === "string" ? Buffer.from(source) : source;
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest("hex");
  return { source: bytes, size: bytes.length, md5: digest("md5"), sha256: digest("sha256") };
}

/**
 * A file as it is now. Reads it once, and keeps nothing of it.
 *
 * @throws Error of node:fs if it cannot be read.
 */
export async function fileContent(path: string): Promise<Content> {
  if (statSync(path).size <= SMALL) return { ...bytesContent(readFileSync(path)), source: path };
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    md5.update(chunk);
    sha256.update(chunk);
    size += chunk.length;
  }
  return { source: path, size, md5: md5.digest("hex"), sha256: sha256.digest("hex") };
}

/**
 * The content to send: bytes, or a stream of a large file, which is opened again each time.
 *
 * @throws DeliveryError if a file has changed its size.
 */
export function opened({ source, size }: Content): Uint8Array | ReadStream {
  if (typeof source !== "string") return source;
  // What was appended since then is not part of the content.
  if (size > SMALL) return createReadStream(source, { end: size - 1 });
  const bytes = readFileSync(source);
  if (bytes.length !== size) throw changed(source);
  return bytes;
}

/** S3 finds a change that keeps the size, by comparing the checksums with what it gets. */
export function changed(path: string): DeliveryError {
  return new DeliveryError(`${path} has changed since it was first read. Does something still write to it?`);
}
