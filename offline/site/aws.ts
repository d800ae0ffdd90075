import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, refusal } from "../s3/answer";
import { readBody } from "../s3/body";
import { Invalidations } from "../s3/cloudfront";
import { answerS3, needsOf } from "../s3/s3";
import { Store } from "../s3/store";
import { listen, type Listening } from "./listen";

interface Bucket {
  readonly owner: string | undefined;
  readonly store: Store;
}

/** S3 and CloudFront for the publishing scripts, in memory. Anyone may ask: roles' permissions are not tried here. */
export class LocalAws {
  /** Each is completed at once. */
  readonly invalidations = new Invalidations(0);
  /** How many requests there were. */
  calls = 0;
  readonly #buckets = new Map<string, Bucket>();

  /** @param latency Milliseconds before each answer. */
  constructor(private readonly latency = 0) {}

  /** Makes an empty bucket; without an owner it is anybody's. */
  bucket(name: string, owner?: string): Store {
    const store = new Store();
    this.#buckets.set(name, { owner, store });
    return store;
  }

  /** How many invalidations a distribution has had. */
  invalidated(distribution: string): number {
    return this.invalidations.all.filter((one) => one.distribution === distribution).length;
  }

  listen(): Promise<Listening> {
    return listen((message) => this.#answer(message));
  }

  async #answer(message: IncomingMessage): Promise<Answer> {
    this.calls += 1;
    const body = await readBody(message, Infinity);
    if (this.latency > 0) await sleep(this.latency);
    const { method = "", url = "", headers } = message;
    const { pathname, searchParams: query } = new URL(url, "http://aws");
    if (pathname.startsWith("/2020-05-31/")) return this.invalidations.answer(method, pathname, body);
    const [, name = "", path = ""] = /^\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) return refusal(404, "NoSuchBucket", name);
    if (bucket.owner !== undefined && headers["x-amz-expected-bucket-owner"] !== bucket.owner)
      return refusal(403, "AccessDenied");
    const request = { method, key: decodeURIComponent(path), query, headers, body };
    if (needsOf(request) === undefined) return refusal(501, "NotImplemented");
    return answerS3(bucket.store, name, request);
  }
}
