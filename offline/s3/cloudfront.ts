// The two calls of CloudFront that a release makes.
import { type Answer, refusal, xml } from "./answer";
import type { Body } from "./store";

const XMLNS = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

export interface Invalidation {
  readonly id: string;
  readonly distribution: string;
  readonly reference: string;
  readonly paths: readonly string[];
  /** How often it was requested. */
  asked: number;
}

/** As CloudFront keeps them. */
export class Invalidations {
  readonly all: Invalidation[] = [];
  /** How often each is in progress before it is completed. */
  readonly progress: number;

  constructor(progress: number) {
    this.progress = progress;
  }

  answer(method: string, path: string, body: Body): Answer {
    const [, distribution = "", id] =
      /^\/2020-05-31\/distribution\/([A-Z0-9]+)\/invalidation(?:\/([A-Z0-9]+))?$/.exec(path) ?? [];
    if (method === "POST" && distribution !== "" && id === undefined)
      return this.#create(distribution, String(body.bytes));
    const known = this.all.find((one) => one.id === id && one.distribution === distribution);
    if (method !== "GET" || known === undefined) return error(404, "NoSuchInvalidation");
    known.asked++;
    return this.#told(known, 200);
  }

  #create(distribution: string, batch: string): Answer {
    const textIn = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(batch)?.[1] ?? "";
    const [count, reference] = [textIn("Quantity"), textIn("CallerReference")];
    const paths = [...batch.matchAll(/<Path>([^<]+)<\/Path>/g)].map(([, path = ""]) => path);
    if (reference === "" || paths.length === 0 || paths.length !== Number(count)) return error(400, "InvalidArgument");
    const before = this.all.find((one) => one.reference === reference && one.distribution === distribution);
    if (before !== undefined) return this.#told(before, 201);
    const invalidation = {
      id: `I${String(this.all.length + 1).padStart(13, "0")}`,
      distribution,
      reference,
      paths,
      asked: 0,
    };
    this.all.push(invalidation);
    return this.#told(invalidation, 201);
  }

  #told({ id, asked }: Invalidation, status: number): Answer {
    const state = asked >= this.progress ? "Completed" : "InProgress";
    return xml("Invalidation", `<Id>${id}</Id><Status>${state}</Status>`, { status, xmlns: XMLNS });
  }
}

export function error(status: number, code: string): Answer {
  const { body: inner = "" } = refusal(status, code);
  const text = `<ErrorResponse xmlns="${XMLNS}">${String(inner).replace(/^.*\n/, "")}<RequestId>r</RequestId></ErrorResponse>`;
  return { status, headers: { "content-type": "text/xml" }, body: text };
}
