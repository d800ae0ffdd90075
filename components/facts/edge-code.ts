import { readFileSync } from "node:fs";
import { join } from "node:path";

import { edgeFunctionCode, edgeFunctionProblems } from "../policy/edge-function";
import { strictTransportSecurity } from "../policy/headers-policy";
import { InputError } from "../policy/input-error";
import type { Settings } from "../policy/settings";

/**
 * The edge function of a stack, as CloudFront gets it. There is no domain yet, and so no name.
 *
 * @throws InputError where the settings make it larger than CloudFront takes.
 */
export function edgeCode({ headers, redirects, routing }: Pick<Settings, "headers" | "redirects" | "routing">): string {
  const source = readFileSync(join(__dirname, "../edge/viewer-request.js"), "utf8");
  const addresses = { hosts: [], routing, redirects, strictTransportSecurity: strictTransportSecurity(headers) };
  const problems = edgeFunctionProblems(source, addresses);
  if (problems.length > 0) throw new InputError("CloudFront would refuse the edge function of this stack:", problems);
  return edgeFunctionCode(source, addresses);
}
