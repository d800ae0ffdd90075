// A file of a release, as it is built and as it is put.
import type { Headers } from "../aws/s3.ts";

/** A file that is to be published. */
export interface ReleaseFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** In hex: the ETag that it gets. */
  readonly md5: string;
  /** In hex. */
  readonly sha256: string;
  /** Content-Type. */
  readonly type: string;
  /** Content-Encoding. */
  readonly encoding?: string | undefined;
  /** Its name changes with its content, so browsers may keep it for a year. */
  readonly immutable: boolean;
}

/** A file that is published. */
export interface PublishedFile extends ReleaseFile {
  /** Cache-Control, as it was put. */
  readonly cache: string;
  /** The version's id. Missing in a bucket without versioning. */
  readonly version?: string | undefined;
  /** Its name promised to change with its content, and did not: it is no longer immutable. */
  readonly renewed?: boolean;
}

/**
 * The header Cache-Control. What is immutable stays for a year. Everything else browsers ask for again each time, while
 * CloudFront keeps it for a day, or until a release invalidates it.
 */
export function cacheControl(immutable: boolean): string {
  return immutable ? "public, max-age=31536000, immutable" : "public, max-age=0, s-maxage=86400, must-revalidate";
}

/** The headers that browsers get with a file. */
export function headersOf({ type, encoding, immutable }: ReleaseFile): Headers {
  return {
    "content-type": type,
    "cache-control": cacheControl(immutable),
    ...(encoding === undefined ? {} : { "content-encoding": encoding }),
  };
}

/** Whether a published file has the headers that it would get today. */
export function hasHeadersOf(published: PublishedFile, file: ReleaseFile): boolean {
  return (
    published.type === file.type &&
    published.encoding === file.encoding &&
    published.cache === cacheControl(file.immutable)
  );
}
