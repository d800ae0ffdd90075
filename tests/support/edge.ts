import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Addresses, edgeFunctionCode } from "../../components/policy/edge-function";
import {
  type EdgeAnswer,
  type EdgeRequest,
  requestOf as edgeRequest,
  type ViewerRequest,
  viewerRequest,
} from "../../offline/site/viewer-request";
import { ROOT } from "./program";

export type { EdgeAnswer, EdgeRequest };

export const EDGE_SOURCE = readFileSync(join(ROOT, "components/edge/viewer-request.js"), "utf8");

/** A stack's addresses if it sets nothing. */
export const ADDRESSES: Addresses = {
  hosts: [],
  routing: "folders",
  redirects: [],
  strictTransportSecurity: "max-age=31536000",
};

/** What CloudFront runs for a stack with these addresses. */
export function edgeFunction(addresses: Partial<Addresses> = {}): ViewerRequest {
  return viewerRequest(edgeFunctionCode(EDGE_SOURCE, { ...ADDRESSES, ...addresses }));
}

/** A GET of this address, as CloudFront would hand it over. */
export function requestOf(address: string, host = "d111111abcdef8.cloudfront.net"): EdgeRequest {
  return edgeRequest(address, host);
}

/** The outcome for an address, in a word: the file that S3 is asked for, or the status with the Location. */
export function outcome(answer: EdgeRequest | EdgeAnswer): string {
  if ("uri" in answer) return answer.uri;
  return [answer.statusCode, answer.headers.location?.value].filter((part) => part !== undefined).join(" ");
}
