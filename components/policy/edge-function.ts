import { servedNames } from "./domain";
import { strictTransportSecurity } from "./headers-policy";
import { type Problem, refuseAny } from "./input-error";
import { type Redirect, resolveRedirects } from "./redirects";
import type { Routing } from "./routing";
import type { Settings } from "./settings";

/** What decides how addresses are answered. */
export interface Addresses {
  /** The names that serve the site, the main one first; none if it has only those of its distribution. */
  readonly hosts: readonly string[];
  readonly routing: Routing;
  readonly redirects: readonly Redirect[];
  /** The header's value, for the answers that the function makes itself. */
  readonly strictTransportSecurity: string;
}

/** What the edge function knows of its stack: the constant SETTINGS of ../edge/viewer-request.js. */
type EdgeSettings = Omit<Addresses, "redirects"> & ReturnType<typeof resolveRedirects>;

/** CloudFront's quota for a function is "10 KB" as uploaded; in bytes, read the stricter way. */
export const FUNCTION_LIMIT = 10_000;

/** The function as CloudFront gets it: the settings as one constant, then the source without comments and indents. */
export function edgeFunctionCode(source: string, { redirects, ...addresses }: Addresses): string {
  const settings: EdgeSettings = { ...addresses, ...resolveRedirects(redirects) };
  // JSON with U+2028 is not JavaScript, and CloudFront counts bytes: only ASCII is left.
  const constant = JSON.stringify(settings).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const lines = source.split("\n").map((line) => line.trim());
  const code = lines.filter((line) => line !== "" && !line.startsWith("//"));
  return `const SETTINGS=${constant};\n${code.join("\n")}\n`;
}

/** Names or redirects that exceed CloudFront's quota, and how many redirects fit. */
export function edgeFunctionProblems(source: string, addresses: Addresses): Problem[] {
  const bytes = (count: number): number =>
    edgeFunctionCode(source, { ...addresses, redirects: addresses.redirects.slice(0, count) }).length;
  const { length } = addresses.redirects;
  if (bytes(length) <= FUNCTION_LIMIT) return [];
  if (bytes(0) > FUNCTION_LIMIT) {
    const message = `got ${addresses.hosts.length} names that serve the site, with which the edge function has ${bytes(0)} bytes; expected at most ${FUNCTION_LIMIT} before any redirect: drop or shorten some`;
    return [{ key: "domain.aliases", message }];
  }
  // Counts upwards: few fit, but thousands may be given.
  let fit = 0;
  while (bytes(fit + 1) <= FUNCTION_LIMIT) fit += 1;
  const message = `got ${length} redirects, with which the edge function has ${bytes(length)} bytes; expected at most ${FUNCTION_LIMIT}, into which the first ${fit} fit: join some with /*, or shorten addresses`;
  return [{ key: "redirects", message }];
}

/**
 * The edge function of a stack, as CloudFront gets it.
 *
 * @param source The file ../edge/viewer-request.js.
 * @throws InputError if the settings make it larger than CloudFront allows.
 */
export function stackEdgeCode(
  source: string,
  { domain, headers, redirects, routing }: Pick<Settings, "domain" | "headers" | "redirects" | "routing">,
): string {
  const hosts = servedNames(domain);
  const addresses = { hosts, routing, redirects, strictTransportSecurity: strictTransportSecurity(headers) };
  refuseAny("CloudFront would refuse the edge function of this stack:", edgeFunctionProblems(source, addresses));
  return edgeFunctionCode(source, addresses);
}
