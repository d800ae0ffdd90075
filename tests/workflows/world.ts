// The site's bucket as the recording `aws` keeps it, and servers that stand for CloudFront and S3 in front of it.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import type { Routing } from "../../components/policy/routing";
import { edgeFunction, requestOf } from "../support/edge";
import { withServer } from "../support/server";

export interface StoredFile {
  readonly body: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: string;
  readonly cacheControl?: string;
}

export type Bucket = Readonly<Record<string, StoredFile>>;

/** One call of `aws`, and what it did. */
export interface AwsCall {
  readonly command: string;
  readonly options: Readonly<Record<string, string | true>>;
  readonly paths: readonly string[];
  /** The keys that it wrote. */
  readonly uploaded: readonly string[];
  /** The keys that it deleted. */
  readonly deleted: readonly string[];
  /** How many keys it had listed to it. */
  readonly listed: number;
  readonly region: string;
}

/** Which call fails: see aws.mjs. */
export interface Failure {
  readonly call: number;
  readonly files: number;
  readonly last?: boolean;
}

export class World {
  private read: { readonly version: string; readonly bucket: Bucket } | undefined;

  constructor(readonly folder: string) {
    mkdirSync(join(folder, "bin"), { recursive: true });
    const aws = join(folder, "bin", "aws");
    // Without the loader that the scripts of delivery/ get: this is no TypeScript.
    writeFileSync(
      aws,
      `#!/bin/sh\nunset NODE_OPTIONS\nexec "${process.execPath}" "${join(__dirname, "aws.mjs")}" "$@"\n`,
    );
    chmodSync(aws, 0o755);
    if (!existsSync(join(folder, "bucket.json"))) this.bucket = {};
  }

  /** A world of its own in which the bucket holds the same. */
  copy(folder: string): World {
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(this.folder, "bucket.json"), join(folder, "bucket.json"));
    return new World(folder);
  }

  /** Read again only where the file has changed: each visitor of a large site looks here. */
  get bucket(): Bucket {
    const file = join(this.folder, "bucket.json");
    const { mtimeNs, size } = statSync(file, { bigint: true });
    const version = `${mtimeNs} ${size}`;
    if (this.read?.version !== version) {
      this.read = { version, bucket: JSON.parse(readFileSync(file, "utf8")) as Bucket };
    }
    return this.read.bucket;
  }

  set bucket(bucket: Bucket) {
    this.read = undefined;
    writeFileSync(join(this.folder, "bucket.json"), JSON.stringify(bucket));
  }

  get calls(): AwsCall[] {
    const file = join(this.folder, "calls.jsonl");
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as AwsCall);
  }

  fail(failure: Failure): void {
    writeFileSync(join(this.folder, "fail.json"), JSON.stringify(failure));
  }

  /** A file of the site as text. */
  text(key: string): string | undefined {
    const file = this.bucket[key];
    return file === undefined ? undefined : Buffer.from(file.body, "base64").toString();
  }
}

/** Headers of a policy that the probe is content with. */
export const SECURITY_HEADERS = {
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-xss-protection": "1; mode=block",
};

export interface Addresses {
  readonly SITE_URL: string;
  readonly HTTP_URL: string;
  readonly BUCKET_URL: string;
}

/** The distribution, its plain HTTP and the bucket's own address, for the time of `use`. */
export async function withSite<T>(
  world: World,
  use: (addresses: Addresses) => Promise<T>,
  routing: Routing = "folders",
): Promise<T> {
  const edge = edgeFunction({ routing });
  const distribution: RequestListener = ({ url = "/" }, response) => {
    const answer = edge(requestOf(url));
    if ("statusCode" in answer) {
      const { location } = answer.headers;
      response.writeHead(answer.statusCode, location === undefined ? {} : { location: location.value }).end();
      return;
    }
    const bucket = world.bucket;
    const key = answer.uri === "/" ? "index.html" : decodeURIComponent(answer.uri.slice(1));
    const found = bucket[key];
    const file = found ?? bucket["404.html"];
    const caching = file?.cacheControl === undefined ? {} : { "cache-control": file.cacheControl };
    response.writeHead(found === undefined ? 404 : 200, { ...SECURITY_HEADERS, ...caching });
    response.end(Buffer.from(file?.body ?? "", "base64"));
  };
  return withServer(distribution, (SITE_URL) =>
    withServer(
      ({ url = "" }, response) => response.writeHead(301, { location: `${SITE_URL}${url}` }).end(),
      (HTTP_URL) =>
        withServer(
          (_, response) => response.writeHead(403).end("AccessDenied"),
          (BUCKET_URL) => use({ SITE_URL, HTTP_URL, BUCKET_URL }),
        ),
    ),
  );
}

/** What answers 404 to somebody who starts at / and follows every link and every asset of what is served. */
export function brokenLinks(world: World): string[] {
  const [seen, broken, open] = [new Set<string>(), new Set<string>(), ["/"]];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const page = world.text(path === "/" ? "index.html" : path.slice(1));
    if (page === undefined) broken.add(path);
    else if (path === "/" || path.endsWith(".html")) {
      for (const [, link = ""] of page.matchAll(/(?:href|src)="(\/[^"#?]*)/g)) open.push(link);
    }
  }
  return [...broken].sort();
}
