import { resourcesOf } from "../cloud";
import { textOf } from "../properties";
import type { ResourceType } from "../resource-type";
import { distribution, originsOf } from "./distribution";
import { awsError } from "./error";
import { madeUpId } from "./ids";

/** What lets a CloudFront distribution sign its requests to a bucket. */
export const originAccessControl: ResourceType = {
  token: "aws:cloudfront/originAccessControl:OriginAccessControl",
  required: ["originAccessControlOriginType", "signingBehavior", "signingProtocol"],
  optional: ["description", "name"],
  autonamed: { property: "name", maxLength: 64 },
  replaceOn: ["name"],
  decided: {
    arn: ({ caller, id }) => `arn:aws:cloudfront::${caller.account}:origin-access-control/${id}`,
    etag: () => madeUpId("E", 12),
  },
  decidedAgain: ["etag"],
  id: () => madeUpId("E", 13),
  idDecided: true,
  refuse: {
    create: ({ caller, cloud, properties }) => {
      const name = textOf(properties, "name");
      const others = resourcesOf(cloud, originAccessControl.token, caller.account);
      if (!others.some((other) => other.properties.name === name)) return undefined;
      return awsError({
        doing: `creating CloudFront Origin Access Control (${name})`,
        service: "CloudFront",
        operation: "CreateOriginAccessControl",
        status: 409,
        code: "OriginAccessControlAlreadyExists",
        message: `An origin access control with this name already exists: ${name}`,
      });
    },
    delete: ({ caller, cloud, id }) => {
      const users = resourcesOf(cloud, distribution.token, caller.account).filter(({ properties }) =>
        originsOf(properties).some((origin) => origin.originAccessControlId === id),
      );
      if (users.length === 0) return undefined;
      return awsError({
        doing: `deleting CloudFront Origin Access Control (${id})`,
        service: "CloudFront",
        operation: "DeleteOriginAccessControl",
        status: 409,
        code: "OriginAccessControlInUse",
        message: "Cannot delete the origin access control because it's in use by one or more distributions.",
      });
    },
  },
};
