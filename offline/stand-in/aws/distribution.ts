import { findResource } from "../cloud";
import { type Properties, textOf, type Value } from "../properties";
import { unless, when } from "../refusals";
import type { Call, Refusal, ResourceType } from "../resource-type";
import { refusesAliases } from "./aliases";
import { DISTRIBUTION, originAccessControl, responseHeadersPolicy } from "./distribution-parts";
import { awsErrors } from "./error";
import { madeUpId } from "./ids";

/**
 * Managed-SecurityHeadersPolicy, the one of AWS's own headers policies that the stand-in knows.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
const MANAGED_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

const refusals: readonly Refusal[] = [
  unless(
    (call) => originsOf(call).every((origin) => isThere(call, originAccessControl, origin.originAccessControlId)),
    [400, "InvalidOriginAccessControl", "The origin access control is not valid."],
  ),
  unless(
    (call) => {
      const { responseHeadersPolicyId: id } = call.properties.defaultCacheBehavior as Properties;
      return id === MANAGED_HEADERS || isThere(call, responseHeadersPolicy, id);
    },
    [404, "NoSuchResponseHeadersPolicy", "The specified response headers policy does not exist."],
  ),
  unless(
    ({ caller: { account }, properties }) => {
      const arn = textOf(properties, "webAclId");
      return arn === "" || arn.startsWith(`arn:aws:wafv2:us-east-1:${account}:global/webacl/`);
    },
    [400, "InvalidWebACLId", "The specified web ACL does not exist, or its scope is not CLOUDFRONT."],
  ),
  when(restrictsWrongly, [
    400,
    "InvalidGeoRestrictionParameter",
    "The parameter Location in GeoRestriction is not valid.",
  ]),
  unless(
    (call) => {
      const { targetOriginId } = call.properties.defaultCacheBehavior as Properties;
      return originsOf(call).some(({ originId }) => originId === targetOriginId);
    },
    [404, "NoSuchOrigin", "One or more of your origins or origin groups do not exist."],
  ),
  refusesAliases,
];

/** A CloudFront distribution: deployed at once, where AWS takes minutes. */
export const distribution: ResourceType = {
  token: DISTRIBUTION,
  inputs: [
    "defaultCacheBehavior",
    "enabled",
    "origins",
    "restrictions",
    "viewerCertificate",
    "aliases",
    "comment",
    "customErrorResponses",
    "defaultRootObject",
    "httpVersion",
    "isIpv6Enabled",
    "priceClass",
    "tags",
    "webAclId",
  ],
  defaults: { httpVersion: "http2", priceClass: "PriceClass_All" },
  replaceOn: [],
  // The hosted zone of all distributions: https://docs.aws.amazon.com/general/latest/gr/cf_region.html
  derived: { hostedZoneId: () => "Z2FDTNDATAQYW2" },
  decided: {
    arn: ({ caller, id }) => `arn:aws:cloudfront::${caller.account}:distribution/${id}`,
    domainName: () => `${madeUpId("d", 13).toLowerCase()}.cloudfront.net`,
  },
  id: () => madeUpId("E", 13),
  idDecided: true,
  refuse: { create: refusals, update: refusals },
  explain: awsErrors("CloudFront", {
    create: ["CreateDistributionWithTags", "creating CloudFront Distribution"],
    update: ["UpdateDistribution", "updating CloudFront Distribution (%id)"],
  }),
};

function originsOf({ properties: { origins } }: Call): Properties[] {
  return Array.isArray(origins) ? (origins as Properties[]) : [];
}

/** Whether the account holds that resource, if one is named. */
function isThere({ caller, cloud }: Call, { token }: ResourceType, id: Value | undefined): boolean {
  return typeof id !== "string" || id === "" || findResource(cloud, token, caller.account, id) !== undefined;
}

/** A restriction lists countries by their two letters, and no restriction lists none. */
function restrictsWrongly({ properties: { restrictions } }: Call): boolean {
  const { geoRestriction } = restrictions as Properties;
  const { restrictionType, locations = [] } = geoRestriction as Properties;
  const countries = [locations].flat();
  if (restrictionType === "none") return countries.length > 0;
  return countries.length === 0 || countries.some((code) => typeof code !== "string" || !/^[A-Z]{2}$/.test(code));
}
