import type { Answer } from "../s3/answer";
import type { Store, StoredVersion } from "../s3/store";
import type { DeployedSite } from "./deployed-site";
import { type Headers, withPolicy } from "./headers";
import { requestOf, viewerRequest, type ViewerRequest } from "./viewer-request";

export interface Served extends Answer {
  readonly headers: Headers;
}

/** The parts of a request that decide its answer. */
export interface Asked {
  readonly method: string;
  /** Path and query, as they are in the request line. */
  readonly address: string;
  /** One of the site's names. */
  readonly host: string;
  readonly ifNoneMatch?: string | undefined;
}

/** A file as the origin has it, or its error. */
interface Fetched extends Served {
  /** Seconds for which it is kept, but no longer than to the next invalidation: each of a release covers all paths. */
  readonly keep: number;
}

interface Kept extends Fetched {
  /** When it came, in milliseconds. */
  readonly since: number;
  /** How many invalidations there had been. */
  readonly invalidations: number;
}

/** Answers as a distribution does: first its function, then its cache, then the bucket. */
export class Edge {
  readonly #run: ViewerRequest;
  readonly #kept = new Map<string, Kept>();

  constructor(
    private readonly site: DeployedSite,
    private readonly store: Pick<Store, "find">,
    private readonly invalidations: () => number,
  ) {
    this.#run = site.code === undefined ? (request) => request : viewerRequest(site.code);
  }

  answer({ method, address, host, ifNoneMatch }: Asked): Served {
    const { site } = this;
    if (!site.methods.includes(method)) return error(403, `This distribution does not allow ${method}.`);
    let uri: string;
    try {
      const answer = this.#run(requestOf(address, host, method));
      if ("statusCode" in answer) return { status: answer.statusCode, headers: valuesOf(answer.headers) };
      ({ uri } = answer);
    } catch (thrown) {
      return error(503, `The function of the viewer's request has failed: ${String(thrown)}`);
    }
    const { age, value } = this.#fetch(uri === "/" ? `/${site.rootObject}` : uri);
    const { etag = "" } = value.headers;
    const same = value.status === 200 && ifNoneMatch?.split(/,\s*/).includes(etag) === true;
    const headers = {
      ...withPolicy(value.headers, site.headers),
      "x-cache": `${value.status < 400 ? (age === undefined ? "Miss" : "Hit") : "Error"} from cloudfront`,
      ...(age === undefined ? {} : { age: String(age) }),
    };
    return same ? { status: 304, headers } : { ...value, headers };
  }

  /** What is kept of a path, with its age in whole seconds, or what is then fetched. */
  #fetch(path: string): { readonly age?: number; readonly value: Fetched } {
    const [now, invalidations] = [Date.now(), this.invalidations()];
    const kept = this.#kept.get(path);
    const age = (now - (kept?.since ?? now)) / 1_000;
    if (kept?.invalidations === invalidations && age < kept.keep) return { age: Math.floor(age), value: kept };
    const found = this.#read(path);
    const value = found ? { ...found, keep: secondsToKeep(found.headers["cache-control"]) } : this.#missing();
    this.#kept.set(path, { ...value, since: now, invalidations });
    return { value };
  }

  /** What CloudFront answers if S3 says 404, which S3 tells only those who may list the bucket. */
  #missing(): Fetched {
    const {
      responsePagePath,
      responseCode,
      errorCachingMinTtl = 10,
    } = this.site.errors.find(({ errorCode }) => errorCode === 404) ?? {};
    const page = responsePagePath === undefined ? undefined : this.#read(responsePagePath);
    if (page === undefined) return { ...error(404, "NoSuchKey"), keep: errorCachingMinTtl };
    return { ...page, status: responseCode ?? 404, keep: errorCachingMinTtl };
  }

  #read(path: string): Served | undefined {
    const found = this.store.find(keyOf(path));
    return found === undefined ? undefined : { status: 200, headers: headersOf(found), body: found.bytes };
  }
}

/** The key that S3 reads in an address: `+` is a space to it. */
function keyOf(path: string): string {
  try {
    return decodeURIComponent(path.slice(1).replaceAll("+", " "));
  } catch {
    return "";
  }
}

function headersOf({ headers, md5, size, modified }: StoredVersion): Headers {
  return { ...headers, etag: `"${md5}"`, "content-length": String(size), "last-modified": modified.toUTCString() };
}

/**
 * For how many seconds the policy Managed-CachingOptimized keeps an answer.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
 */
function secondsToKeep(cacheControl = ""): number {
  const [least, most, otherwise] = [1, 31_536_000, 86_400];
  if (/no-cache|no-store|private/.test(cacheControl)) return least;
  const said = /s-maxage=(\d+)/.exec(cacheControl)?.[1] ?? /max-age=(\d+)/.exec(cacheControl)?.[1];
  return Math.min(most, Math.max(least, Number(said ?? otherwise)));
}

function valuesOf(headers: Readonly<Record<string, { readonly value: string }>>): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));
}

function error(status: number, text: string): Served {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${text}\n` };
}
