import { resourcesOf } from "../cloud";
import { template, textOf } from "../properties";
import { holds, unless, when } from "../refusals";
import type { Call, ResourceType } from "../resource-type";
import { awsErrors } from "./error";
import { countedLength, statementsOf } from "./policy-document";
import { ROLE } from "./role";
import { POLICY } from "./role-policies-exclusive";

/** For all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxLengthOfAll = 10_240;

const refusals = [
  unless(
    holds(ROLE, ({ id }, { properties }) => id === properties.role),
    [404, "NoSuchEntity", "The role with name %role cannot be found."],
  ),
  when(
    ({ properties }) => statementsOf(textOf(properties, "policy")) === undefined,
    [400, "MalformedPolicyDocument", "Missing required field Statement"],
  ),
  when(isTooLong, [409, "LimitExceeded", `Maximum policy size of ${maxLengthOfAll} bytes exceeded for role %role`]),
];

/** An inline policy of an IAM role. */
export const rolePolicy: ResourceType = {
  token: POLICY,
  inputs: ["policy", "role", "name"],
  autonamed: { property: "name", maxLength: 128 },
  documents: ["policy"],
  replaceOn: ["name", "role"],
  id: ({ role, name }) => template`${role}:${name}`,
  refuse: { create: refusals, update: refusals },
  explain: awsErrors("IAM", { put: ["PutRolePolicy", "putting IAM Role (%role) Policy (%name)"] }),
};

function isTooLong({ caller, cloud, id, properties }: Call): boolean {
  const others = resourcesOf(cloud, POLICY, caller.account)
    .filter((other) => other.id !== id && other.properties.role === properties.role)
    .map((other) => other.properties);
  const length = [properties, ...others].reduce((sum, each) => sum + countedLength(textOf(each, "policy")), 0);
  return length > maxLengthOfAll;
}
