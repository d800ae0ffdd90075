import { findResource, resourcesOf } from "../cloud";
import { template, textOf } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { awsError } from "./error";
import { countedLength, documentFailures, statementsOf } from "./policy-document";
import { role } from "./role";

/** For all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxLengthOfAll = 10_240;

/** An inline policy of an IAM role. */
export const rolePolicy: ResourceType = {
  token: "aws:iam/rolePolicy:RolePolicy",
  required: ["policy", "role"],
  optional: ["name"],
  autonamed: { property: "name", maxLength: 128 },
  documents: ["policy"],
  replaceOn: ["name", "role"],
  check: ({ policy }) => documentFailures("policy", policy),
  id: ({ role, name }) => template`${role}:${name}`,
  refuse: { create: refusesPut, update: refusesPut },
};

function refusesPut({ caller, cloud, id, properties }: Call): string | undefined {
  const roleName = textOf(properties, "role");
  const policy = textOf(properties, "policy");
  const doing = `putting IAM Role (${roleName}) Policy (${textOf(properties, "name")})`;
  const failed = { doing, service: "IAM", operation: "PutRolePolicy" } as const;
  if (findResource(cloud, role.token, caller.account, roleName) === undefined) {
    const message = `The role with name ${roleName} cannot be found.`;
    return awsError({ ...failed, status: 404, code: "NoSuchEntity", message });
  }
  if (statementsOf(policy) === undefined) {
    const message = "Missing required field Statement";
    return awsError({ ...failed, status: 400, code: "MalformedPolicyDocument", message });
  }
  const others = resourcesOf(cloud, rolePolicy.token, caller.account)
    .filter((other) => other.id !== id && other.properties.role === roleName)
    .map((other) => textOf(other.properties, "policy"));
  const length = [policy, ...others].reduce((sum, each) => sum + countedLength(each), 0);
  if (length <= maxLengthOfAll) return undefined;
  const message = `Maximum policy size of ${maxLengthOfAll} bytes exceeded for role ${roleName}`;
  return awsError({ ...failed, status: 409, code: "LimitExceeded", message });
}
