import { type Problem, unless } from "./input-error";
import { isRecord } from "./json";

/** What the config key `headers` sets. */
export interface Headers {
  /** Empty: the one that suits every generator. */
  readonly contentSecurityPolicy: string;
  /** What Strict-Transport-Security has in addition to a year; empty: nothing. */
  readonly strictTransportSecurity: (typeof HSTS)[number];
  /** More headers, sorted, by their names in lower case; they override our defaults. */
  readonly custom: readonly (readonly [name: string, value: string])[];
  /** The id of an existing policy instead of the stack's own; empty: none. */
  readonly policyId: string;
}

const HSTS = ["", "includeSubDomains", "includeSubDomains; preload"] as const;

/** CloudFront's quotas: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const LONGEST_VALUE = 1783;
const LONGEST_NAME = 256;
const MOST_CUSTOM = 10;

/** Headers with a key or a place of their own, those that a release sets for each file, and CloudFront's and HTTP's own. */
const FORBIDDEN =
  /^(?:content-security-policy|strict-transport-security|x-content-type-options|x-frame-options|referrer-policy|x-xss-protection|access-control-.*|cache-control|content-(?:encoding|length|type|language|disposition|range)|etag|last-modified|location|date|expires|age|vary|connection|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|via|warning|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache.*|x-edge-.*|x-forwarded-proto|x-real-ip|set-cookie)$/;

/** Headers without a dedicated place in CloudFront. Login popups may still talk to their page. */
const DEFAULT_CUSTOM: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin-allow-popups",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** The form of the config key `headers`, in words. */
export const HEADERS_FORM = `any of { contentSecurityPolicy: text, strictTransportSecurity: ${HSTS.slice(1).join(" or ")}, custom: { name: value }, policyId: an id }`;

/** The headers, or undefined if the value is malformed. */
export function parseHeaders(value: unknown): Headers | undefined {
  if (!isRecord(value)) return undefined;
  const { contentSecurityPolicy = "", strictTransportSecurity = "", custom = {}, policyId = "", ...others } = value;
  const hsts = HSTS.find((word) => word === strictTransportSecurity);
  if (typeof contentSecurityPolicy !== "string" || hsts === undefined || !isRecord(custom)) return undefined;
  if (typeof policyId !== "string" || !/^[A-Za-z0-9-]*$/.test(policyId) || Object.keys(others).length > 0)
    return undefined;
  const pairs = Object.entries(custom).map(([name, text]) => [name.toLowerCase(), text] as const);
  const texts = pairs.filter((pair): pair is [string, string] => typeof pair[1] === "string");
  if (texts.length < pairs.length) return undefined;
  return { contentSecurityPolicy, strictTransportSecurity: hsts, custom: texts.sort(byName), policyId };
}

/** What CloudFront would refuse. */
export function headersProblems(headers: Headers): Problem[] {
  const { contentSecurityPolicy: csp, strictTransportSecurity, custom, policyId } = headers;
  const alone = csp === "" && strictTransportSecurity === "" && custom.length === 0;
  const names = custom.map(([name]) => name);
  const count = withDefaults(custom).length;
  const inCustom = "headers.custom";
  return [
    ...unless(policyId === "" || alone, "headers.policyId", policyId, POLICY_FORM),
    ...unless(isValue(csp), "headers.contentSecurityPolicy", csp, VALUE_FORM),
    ...custom.flatMap(([name, value]) => [
      ...unless(isName(name), inCustom, name, NAME_FORM),
      ...unless(value !== "" && isValue(value), `${inCustom}.${name}`, value, VALUE_FORM),
    ]),
    ...names.flatMap((name, index) => unless(names.indexOf(name) === index, inCustom, name, "each name once")),
    ...unless(count <= MOST_CUSTOM, inCustom, count, COUNT_FORM),
  ];
}

const POLICY_FORM = "no other key of headers beside it: the existing policy has them all";
const NAME_FORM = "the name of a header that neither CloudFront, a release nor another key of headers sets";
const COUNT_FORM = `at most ${MOST_CUSTOM} headers, with those that the stack sets itself`;
const VALUE_FORM = `one line of at most ${LONGEST_VALUE} characters of ASCII`;

function isValue(text: string): boolean {
  return /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(text) && text.length <= LONGEST_VALUE;
}

function isName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && name.length <= LONGEST_NAME && !FORBIDDEN.test(name);
}

/** The headers without a dedicated place in the policy: the defaults, overridden by the settings. */
export function withDefaults(custom: Headers["custom"]): [string, string][] {
  return Object.entries({ ...DEFAULT_CUSTOM, ...Object.fromEntries(custom) }).sort(byName);
}

/** Orders headers by name. */
function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}
