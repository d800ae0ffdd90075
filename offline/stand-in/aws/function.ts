import { resourcesOf } from "../cloud";
import { textOf } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { distribution, usesFunction } from "./distribution";
import { awsError } from "./error";
import { madeUpId } from "./ids";

/** CloudFront's quota, in bytes: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const LARGEST = 10_240;

/** A CloudFront function. Its code is never run here. */
export const edgeFunction: ResourceType = {
  token: "aws:cloudfront/function:Function",
  required: ["code", "runtime"],
  optional: ["comment", "name", "publish", "tags"],
  autonamed: { property: "name", maxLength: 64 },
  defaults: { publish: true },
  replaceOn: ["name"],
  check: ({ runtime }) =>
    runtime === "cloudfront-js-1.0" || runtime === "cloudfront-js-2.0"
      ? []
      : [{ property: "runtime", reason: `expected runtime to be one of cloudfront-js-1.0, cloudfront-js-2.0` }],
  derived: { tagsAll: ({ tags }) => tags ?? {} },
  decided: {
    arn: ({ caller, id }) => `arn:aws:cloudfront::${caller.account}:function/${id}`,
    etag: () => madeUpId("E", 12),
    liveStageEtag: () => madeUpId("E", 12),
    status: () => "UNASSOCIATED",
  },
  decidedAgain: ["etag", "liveStageEtag"],
  id: (properties) => textOf(properties, "name"),
  refuse: {
    create: (call) =>
      tooLarge(call, "CreateFunction") ??
      (resourcesOf(call.cloud, edgeFunction.token, call.caller.account).some(({ id }) => id === call.id)
        ? refusal("creating", call, "CreateFunction", 409, "FunctionAlreadyExists", "A function with this name exists.")
        : undefined),
    update: (call) => tooLarge(call, "UpdateFunction"),
    delete: (call) => {
      const arn = textOf(call.properties, "arn");
      const users = resourcesOf(call.cloud, distribution.token, call.caller.account);
      if (!users.some(({ properties }) => usesFunction(properties, arn))) return undefined;
      const message = "Cannot delete the function, it is in use by one or more distributions.";
      return refusal("deleting", call, "DeleteFunction", 409, "FunctionInUse", message);
    },
  },
};

function tooLarge(call: Call, operation: "CreateFunction" | "UpdateFunction"): string | undefined {
  if (Buffer.byteLength(textOf(call.properties, "code")) <= LARGEST) return undefined;
  const verb = operation === "CreateFunction" ? "creating" : "updating";
  const message = `The function size exceeds the limit of ${LARGEST} bytes.`;
  return refusal(verb, call, operation, 413, "FunctionSizeLimitExceeded", message);
}

function refusal(verb: string, { id }: Call, operation: string, status: number, code: string, message: string): string {
  return awsError({
    doing: `${verb} CloudFront Function (${id})`,
    service: "CloudFront",
    operation,
    status,
    code,
    message,
  });
}
