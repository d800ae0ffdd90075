// What S3 says about a version of a file.
import type { Answer } from "./exchange.ts";

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

export interface Head extends Version {
  readonly size: number;
  readonly modified: Date;
  readonly headers: Partial<Headers>;
}

/** The text without the quotes that ETags have. */
export function unquoted(etag: string): string {
  return etag.replace(/^"(.*)"$/, "$1");
}

export function versionOf({ headers }: Answer): Version {
  return { versionId: text(headers["x-amz-version-id"]), etag: unquoted(headers.etag ?? "") };
}

export function headOf(answer: Answer): Head {
  const { headers } = answer;
  const names = ["content-type", "cache-control", "content-encoding"] as const;
  const said = names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
  return {
    ...versionOf(answer),
    size: Number(headers["content-length"]),
    modified: new Date(headers["last-modified"] ?? ""),
    headers: Object.fromEntries(said),
  };
}

function text(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" && header !== "null" ? header : undefined;
}
