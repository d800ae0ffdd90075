import { resourcesOf } from "../cloud";
import { type Properties, textOf } from "../properties";
import { holds, sameName, when } from "../refusals";
import type { Call, Refusal, ResourceType } from "../resource-type";
import { awsErrors } from "./error";
import { madeUpId } from "./ids";

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

interface Part extends Omit<ResourceType, "autonamed" | "explain" | "id" | "refuse"> {
  /** What the plugin calls it. */
  readonly title: string;
  readonly nameLength: number;
  /** An id as the cloud makes it up. Default: the name. */
  readonly made?: () => string;
  readonly create?: readonly Refusal[];
  readonly update?: readonly Refusal[];
  /** Whether a distribution uses it. */
  readonly isUsed: (distribution: Properties, call: Call) => boolean;
}

/** What a distribution is put together from: each has a name of its own, and stays while one uses it. */
function partOf({ title, nameLength, made, create = [], update = [], isUsed, ...type }: Part): ResourceType {
  const [kind, name] = [title.toLowerCase().replaceAll(" ", "-"), title.replaceAll(" ", "")];
  const isTaken = when(holds(type.token, sameName), [
    409,
    `${name}AlreadyExists`,
    `Another ${title} has the name %name.`,
  ]);
  const inUse = when(
    holds(DISTRIBUTION, ({ properties }, call) => isUsed(properties, call)),
    [409, `${name}InUse`, `Cannot delete the ${title}: it is in use by a distribution.`],
  );
  return {
    decidedAgain: ["etag"],
    ...type,
    autonamed: { property: "name", maxLength: nameLength },
    decided: {
      arn: ({ caller, id }) => `arn:aws:cloudfront::${caller.account}:${kind}/${id}`,
      etag: () => madeUpId("E", 12),
      ...type.decided,
    },
    id: made ?? ((properties) => textOf(properties, "name")),
    idDecided: made !== undefined,
    refuse: { create: [...create, isTaken], update, delete: [inUse] },
    explain: awsErrors("CloudFront", {
      create: [`Create${name}`, `creating CloudFront ${title} (%name)`],
      update: [`Update${name}`, `updating CloudFront ${title} (%id)`],
      delete: [`Delete${name}`, `deleting CloudFront ${title} (%id)`],
    }),
  };
}

/** What lets a CloudFront distribution sign its requests to a bucket. */
export const originAccessControl = partOf({
  token: "aws:cloudfront/originAccessControl:OriginAccessControl",
  title: "Origin Access Control",
  inputs: ["originAccessControlOriginType", "signingBehavior", "signingProtocol", "description", "name"],
  nameLength: 64,
  replaceOn: ["name"],
  made: () => madeUpId("E", 13),
  isUsed: ({ origins }, { id }) =>
    [origins as readonly Properties[]].flat().some(({ originAccessControlId }) => originAccessControlId === id),
});

/** CloudFront's quota, in bytes: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const LARGEST = 10_240;
const tooLarge = when(
  ({ properties }) => Buffer.byteLength(textOf(properties, "code")) > LARGEST,
  [413, "FunctionSizeLimitExceeded", `The function size exceeds the limit of ${LARGEST} bytes.`],
);

/** A CloudFront function. Its code is never run here. */
export const edgeFunction = partOf({
  token: "aws:cloudfront/function:Function",
  title: "Function",
  inputs: ["code", "runtime", "comment", "name", "publish", "tags"],
  nameLength: 64,
  defaults: { publish: true },
  replaceOn: ["name"],
  check: ({ runtime }) =>
    runtime === "cloudfront-js-1.0" || runtime === "cloudfront-js-2.0"
      ? []
      : [{ property: "runtime", reason: `expected runtime to be one of cloudfront-js-1.0, cloudfront-js-2.0` }],
  decided: { liveStageEtag: () => madeUpId("E", 12) },
  decidedAgain: ["etag", "liveStageEtag"],
  create: [tooLarge],
  update: [tooLarge],
  isUsed: ({ defaultCacheBehavior }, { properties: { arn } }) => {
    const { functionAssociations: used = [] } = defaultCacheBehavior as Properties;
    return [used as readonly Properties[]].flat().some(({ functionArn }) => functionArn === arn);
  },
});

const HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
/** An account's quota: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST = 20;

/** The headers that CloudFront adds to what it answers. The world says how many the account has besides. */
export const responseHeadersPolicy = partOf({
  token: HEADERS,
  title: "Response Headers Policy",
  inputs: ["comment", "customHeadersConfig", "name", "securityHeadersConfig"],
  nameLength: 128,
  replaceOn: [],
  made: () => madeUpId("policy-", 12).toLowerCase(),
  create: [
    when(
      ({ caller, cloud }) =>
        resourcesOf(cloud, HEADERS, caller.account).length + (cloud.world.aws.headersPolicies ?? 0) >= MOST,
      [400, "TooManyResponseHeadersPolicies", `The account has ${MOST} response headers policies, its limit.`],
    ),
  ],
  isUsed: ({ defaultCacheBehavior }, { id }) => (defaultCacheBehavior as Properties).responseHeadersPolicyId === id,
});
