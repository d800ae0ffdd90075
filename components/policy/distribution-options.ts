import { isCountry } from "./countries";
import { type Problem, unless } from "./input-error";
import { isRecord } from "./json";
import type { Account } from "./oidc";

/** Which of CloudFront's edge locations answer: all, all but the dearest, or those of North America and Europe. */
export const PRICE_CLASSES = ["PriceClass_All", "PriceClass_200", "PriceClass_100"] as const;

/** The countries that get the site, or that do not; null: all get it. */
export type GeoRestriction = { readonly allow: readonly string[] } | { readonly deny: readonly string[] } | null;

/** Options of a stack's distribution that AWS would set otherwise. */
export interface DistributionOptions {
  readonly priceClass: (typeof PRICE_CLASSES)[number];
  /** The ARN of the web ACL that looks at each request first. Empty: none. */
  readonly webAclArn: string;
  readonly geoRestriction: GeoRestriction;
}

/** The options as inputs of the distribution. */
export function distributionOptions({ priceClass, webAclArn, geoRestriction }: DistributionOptions) {
  return {
    priceClass,
    ...(webAclArn === "" ? {} : { webAclId: webAclArn }),
    restrictions: { geoRestriction: geoRestrictionOf(geoRestriction) },
  };
}

function geoRestrictionOf(restriction: GeoRestriction) {
  if (restriction === null) return { restrictionType: "none" };
  return "allow" in restriction
    ? { restrictionType: "whitelist", locations: [...restriction.allow] }
    : { restrictionType: "blacklist", locations: [...restriction.deny] };
}

/** The form of the config key `geoRestriction`, in words. */
export const GEO_RESTRICTION_FORM =
  "{ allow: countries } or { deny: countries }, a list of different codes of ISO 3166-1 such as [DE, GB], or {}";

/** The countries of a setting, sorted; undefined if it is malformed. */
export function parseGeoRestriction(value: unknown): GeoRestriction | undefined {
  if (!isRecord(value)) return undefined;
  const [first, ...more] = Object.entries(value);
  if (first === undefined) return null;
  const [key, countries] = first;
  if (more.length > 0 || !Array.isArray(countries) || countries.length === 0) return undefined;
  if (!countries.every(isCountry) || new Set(countries).size < countries.length) return undefined;
  const sorted = [...countries].sort();
  if (key === "allow") return { allow: sorted };
  return key === "deny" ? { deny: sorted } : undefined;
}

const WEB_ACL =
  /^arn:aws:wafv2:us-east-1:(\d{12}):global\/webacl\/[\w-]{1,128}\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The form of the config key `webAclArn`, in words. */
export const WEB_ACL_FORM =
  "the ARN of a web ACL of AWS WAF with the scope CLOUDFRONT (arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>)";

/** Whether this is the ARN of a web ACL that a distribution can have. */
export function isWebAclArn(text: string): boolean {
  return WEB_ACL.test(text);
}

/** A distribution's web ACL must be in the same account. */
export function webAclProblems(webAclArn: string, { id }: Account): Problem[] {
  const [, owner = id] = WEB_ACL.exec(webAclArn) ?? [];
  return unless(owner === id, "webAclArn", webAclArn, `a web ACL of the account ${id}`);
}
