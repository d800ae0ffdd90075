import { findResource } from "../cloud";
import type { Properties, Value } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { refusesAliases } from "./aliases";
import { awsError } from "./error";
import { madeUpId } from "./ids";

/**
 * Managed-SecurityHeadersPolicy, the one of AWS's own headers policies that the stand-in knows.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
const MANAGED_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

/** A CloudFront distribution: deployed at once, where AWS takes minutes. */
export const distribution: ResourceType = {
  token: "aws:cloudfront/distribution:Distribution",
  required: ["defaultCacheBehavior", "enabled", "origins", "restrictions", "viewerCertificate"],
  optional: [
    "aliases",
    "comment",
    "customErrorResponses",
    "defaultRootObject",
    "httpVersion",
    "isIpv6Enabled",
    "orderedCacheBehaviors",
    "priceClass",
    "tags",
    "waitForDeployment",
    "webAclId",
  ],
  defaults: { httpVersion: "http2", priceClass: "PriceClass_All", waitForDeployment: true },
  replaceOn: [],
  derived: {
    // The hosted zone of all distributions: https://docs.aws.amazon.com/general/latest/gr/cf_region.html
    hostedZoneId: () => "Z2FDTNDATAQYW2",
    tagsAll: ({ tags }) => tags ?? {},
  },
  decided: {
    arn: ({ caller, id }) => `arn:aws:cloudfront::${caller.account}:distribution/${id}`,
    domainName: () => `${madeUpId("d", 13).toLowerCase()}.cloudfront.net`,
    etag: () => madeUpId("E", 12),
    lastModifiedTime: () => new Date().toISOString(),
    status: () => "Deployed",
  },
  decidedAgain: ["etag", "lastModifiedTime"],
  id: () => madeUpId("E", 13),
  idDecided: true,
  refuse: {
    create: (call) => refuses(call, "creating CloudFront Distribution", "CreateDistributionWithTags"),
    update: (call) => refuses(call, `updating CloudFront Distribution (${call.id})`, "UpdateDistribution"),
  },
};

type Origin = Readonly<Record<string, Value>>;

export function originsOf({ origins }: Properties): Origin[] {
  return Array.isArray(origins) ? (origins as Origin[]) : [];
}

/** Whether its default behaviour runs the function of this ARN. */
export function usesFunction({ defaultCacheBehavior }: Properties, arn: string): boolean {
  const { functionAssociations: used } = (defaultCacheBehavior ?? {}) as Origin;
  return Array.isArray(used) && (used as Origin[]).some(({ functionArn }) => functionArn === arn);
}

export function usesHeadersPolicy({ defaultCacheBehavior }: Properties, id: string): boolean {
  return ((defaultCacheBehavior ?? {}) as Origin).responseHeadersPolicyId === id;
}

function refuses(call: Call, doing: string, operation: string): string | undefined {
  const { caller, cloud, properties } = call;
  const failed = { doing, service: "CloudFront", operation } as const;
  const origins = originsOf(properties);
  const accessControl = "aws:cloudfront/originAccessControl:OriginAccessControl";
  for (const { originAccessControlId: id } of origins) {
    if (typeof id !== "string" || id === "") continue;
    if (findResource(cloud, accessControl, caller.account, id) !== undefined) continue;
    const message = "The origin access control is not valid.";
    return awsError({ ...failed, status: 400, code: "InvalidOriginAccessControl", message });
  }
  const { targetOriginId, responseHeadersPolicyId: headers } = properties.defaultCacheBehavior as Origin;
  const headersPolicy = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
  if (typeof headers === "string" && headers !== MANAGED_HEADERS) {
    if (findResource(cloud, headersPolicy, caller.account, headers) === undefined) {
      const message = "The specified response headers policy does not exist.";
      return awsError({ ...failed, status: 404, code: "NoSuchResponseHeadersPolicy", message });
    }
  }
  const webAcl = properties.webAclId;
  if (
    typeof webAcl === "string" &&
    webAcl !== "" &&
    !webAcl.startsWith(`arn:aws:wafv2:us-east-1:${caller.account}:global/webacl/`)
  ) {
    const message = "The specified web ACL does not exist, or its scope is not CLOUDFRONT.";
    return awsError({ ...failed, status: 400, code: "InvalidWebACLId", message });
  }
  if (restrictsWrongly(properties)) {
    const message = "The parameter Location in GeoRestriction is not valid.";
    return awsError({ ...failed, status: 400, code: "InvalidGeoRestrictionParameter", message });
  }
  if (origins.some(({ originId }) => originId === targetOriginId)) {
    const refused = refusesAliases(call);
    return refused && awsError({ ...failed, ...refused });
  }
  const message = "One or more of your origins or origin groups do not exist.";
  return awsError({ ...failed, status: 404, code: "NoSuchOrigin", message });
}

/** A restriction lists countries by their two letters, and no restriction lists none. */
function restrictsWrongly({ restrictions }: Properties): boolean {
  const { geoRestriction } = (restrictions ?? {}) as Origin;
  const { restrictionType, locations = [] } = (geoRestriction ?? {}) as Origin;
  const countries = [locations].flat();
  if (restrictionType === "none") return countries.length > 0;
  return countries.length === 0 || countries.some((code) => typeof code !== "string" || !/^[A-Z]{2}$/.test(code));
}
