// Invalidates CloudFront's edge caches.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError, excerpt, say } from "../actions.ts";
import { bytesContent, type Content } from "./content.ts";
import { type Aws, cloudfrontEndpoint } from "./endpoints.ts";
import { send } from "./request.ts";
import { type Element, parseXml, textOf } from "./xml.ts";

const NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
const ID = /^[A-Z0-9]{1,40}$/;

/** How long to wait for an invalidation, in milliseconds. */
export interface Waiting {
  /** Default: 20 minutes. Most take less than one. */
  readonly most?: number;
  /** Between two polls; the first ones come sooner. Default: 3 s. */
  readonly interval?: number;
}

/**
 * Invalidates all addresses of a distribution, and returns once every edge has done so. Reports progress.
 *
 * @param reference - CloudFront's key for this invalidation: two requests with the same one make only one.
 * @returns the invalidation's id.
 * @throws AwsError if CloudFront refuses; DeliveryError if it is not done in time.
 */
export async function invalidateAll(
  aws: Aws,
  distribution: string,
  reference: string,
  { most = 20 * 60_000, interval = 3000 }: Waiting = {},
): Promise<string> {
  const start = Date.now();
  const seconds = (): number => Math.round((Date.now() - start) / 1000);
  const { id, done } = await create(aws, distribution, reference);
  let completed = done;
  for (let said = start, wait = Math.min(500, interval); !completed; wait = Math.min(2 * wait, interval)) {
    if (Date.now() - start >= most) {
      throw new DeliveryError(
        `The invalidation ${id} of ${distribution} is not completed after ${seconds()} s. Look at it in CloudFront; ` +
          "earlier pages may be served until then",
      );
    }
    if (Date.now() - said >= 15_000) {
      say(`The invalidation ${id} is in progress, ${seconds()} s so far.`);
      said = Date.now();
    }
    await sleep(wait);
    ({ done: completed } = await call(aws, "GET", `distribution/${distribution}/invalidation/${id}`));
  }
  say(`The invalidation ${id} is completed, after ${seconds()} s.`);
  return id;
}

function create(aws: Aws, distribution: string, reference: string): Promise<Invalidation> {
  if (!ID.test(distribution)) {
    throw new DeliveryError(`The distribution is ${JSON.stringify(excerpt(distribution, 60))}; expected its id`);
  }
  if (!/^[\w.-]{1,128}$/.test(reference))
    throw new DeliveryError("An invalidation's reference has A-Z, a-z, 0-9, _ . - only");
  const paths = "<Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths>";
  const batch = `<InvalidationBatch xmlns="${NAMESPACE}">${paths}<CallerReference>${reference}</CallerReference></InvalidationBatch>`;
  return call(aws, "POST", `distribution/${distribution}/invalidation`, bytesContent(batch));
}

interface Invalidation {
  readonly id: string;
  readonly done: boolean;
}

async function call(aws: Aws, method: "GET" | "POST", path: string, body?: Content): Promise<Invalidation> {
  const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/xml" };
  const answer = await send(aws, { method, endpoint: cloudfrontEndpoint(aws), path, headers, body });
  const invalidation: Element = parseXml(answer.body.toString());
  const [id = "", status] = [textOf(invalidation, "Id"), textOf(invalidation, "Status")];
  if (!ID.test(id) || (status !== "InProgress" && status !== "Completed")) {
    throw new DeliveryError(
      `CloudFront answered with the invalidation ${excerpt(`${id}, ${status ?? "no status"}`, 80)}`,
    );
  }
  return { id, done: status === "Completed" };
}
