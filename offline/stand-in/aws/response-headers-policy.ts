import { resourcesOf } from "../cloud";
import { textOf } from "../properties";
import type { ResourceType } from "../resource-type";
import { distribution, usesHeadersPolicy } from "./distribution";
import { awsError } from "./error";
import { madeUpId } from "./ids";

/** An account's quota: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST = 20;

/** The headers that CloudFront adds to what it answers. The world says how many the account has besides. */
export const responseHeadersPolicy: ResourceType = {
  token: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  required: [],
  optional: ["comment", "customHeadersConfig", "name", "securityHeadersConfig"],
  autonamed: { property: "name", maxLength: 128 },
  replaceOn: [],
  decided: {
    arn: ({ caller, id }) => `arn:aws:cloudfront::${caller.account}:response-headers-policy/${id}`,
    etag: () => madeUpId("E", 12),
  },
  decidedAgain: ["etag"],
  id: () => madeUpId("policy-", 12).toLowerCase(),
  idDecided: true,
  refuse: {
    create: ({ caller, cloud, properties }) => {
      const others = resourcesOf(cloud, responseHeadersPolicy.token, caller.account);
      const failed = {
        doing: `creating CloudFront Response Headers Policy (${textOf(properties, "name")})`,
        service: "CloudFront",
        operation: "CreateResponseHeadersPolicy",
      } as const;
      if (others.some((other) => other.properties.name === properties.name)) {
        const message = "A response headers policy with this name already exists.";
        return awsError({ ...failed, status: 409, code: "ResponseHeadersPolicyAlreadyExists", message });
      }
      if (others.length + (cloud.world.aws.headersPolicies ?? 0) < MOST) return undefined;
      const message = `You have reached the limit of ${MOST} response headers policies for this account.`;
      return awsError({ ...failed, status: 400, code: "TooManyResponseHeadersPolicies", message });
    },
    delete: ({ caller, cloud, id }) => {
      const users = resourcesOf(cloud, distribution.token, caller.account);
      if (!users.some(({ properties }) => usesHeadersPolicy(properties, id))) return undefined;
      return awsError({
        doing: `deleting CloudFront Response Headers Policy (${id})`,
        service: "CloudFront",
        operation: "DeleteResponseHeadersPolicy",
        status: 409,
        code: "ResponseHeadersPolicyInUse",
        message: "Cannot delete the response headers policy because it is in use by one or more cache behaviors.",
      });
    },
  },
};
