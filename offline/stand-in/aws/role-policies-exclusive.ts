import { resourcesOf, type StoredResource } from "../cloud";
import { type Properties, textOf, type Value } from "../properties";
import type { Call, ResourceType } from "../resource-type";

/** An inline policy of a role. */
export const POLICY = "aws:iam/rolePolicy:RolePolicy";
/** A managed policy attached to a role; the program makes none. */
export const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Says which inline policies a role has: it sees any others, and removes them. */
export const rolePoliciesExclusive = exclusive({
  token: "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
  property: "policyNames",
  held: POLICY,
  name: ({ name }) => name,
});

/** The same for managed policies. */
export const rolePolicyAttachmentsExclusive = exclusive({
  token: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  property: "policyArns",
  held: ATTACHMENT,
  name: ({ policyArn }) => policyArn,
});

interface Exclusive {
  readonly token: string;
  readonly property: string;
  /** The type of what the role holds. */
  readonly held: string;
  readonly name: (held: Properties) => Value | undefined;
}

function exclusive({ token, property, held, name }: Exclusive): ResourceType {
  const ofRole = ({ cloud, caller }: Call, roleName: Value | undefined): StoredResource[] =>
    resourcesOf(cloud, held, caller.account).filter(({ properties }) => properties.role === roleName);
  return {
    token,
    inputs: ["roleName", property],
    replaceOn: ["roleName"],
    id: (properties) => textOf(properties, "roleName"),
    // A set: what is as it was asked for is seen in the order in which it was.
    seen: (properties, _state, call) => {
      const asked = [properties[property] ?? []].flat();
      const there = ofRole(call, properties.roleName).map((each) => name(each.properties) ?? "");
      const found = there.filter((one) => asked.includes(one)).sort((a, b) => asked.indexOf(a) - asked.indexOf(b));
      return { ...properties, [property]: [...found, ...there.filter((one) => !asked.includes(one))] };
    },
    effect: (call) => {
      const wanted = [call.properties[property] ?? []].flat();
      const foreign = ofRole(call, call.properties.roleName).filter(
        ({ properties }) => !wanted.includes(name(properties) ?? ""),
      );
      call.cloud.resources = call.cloud.resources.filter((each) => !foreign.includes(each));
    },
  };
}
