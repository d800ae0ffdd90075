import { allow, type Statement } from "./document";
import { LOOKUP_ACTIONS, RESOURCE_ACTIONS } from "./aws-actions";
import { type Actions, type StackArns, type Target, TARGETS } from "./aws-targets";

/** Types of resources that only a refresh reads, and so only the drift role. */
const READ_BY_REFRESH: readonly string[] = ["aws:route53/record:Record"];

/** What `pulumi preview` reads: every lookup, and every resource whose content others do not share. */
export function readStatements(arns: StackArns): Statement[] {
  return reading(arns, (type) => !READ_BY_REFRESH.includes(type));
}

/** What `pulumi preview --refresh` reads: every resource of the stack and every lookup. */
export function refreshStatements(arns: StackArns): Statement[] {
  return reading(arns, () => true);
}

function reading(arns: StackArns, isRead: (type: string) => boolean): Statement[] {
  const types = Object.entries(RESOURCE_ACTIONS).filter(([type]) => isRead(type));
  return statements("Read", [...types.map(([, { read }]) => read), ...Object.values(LOOKUP_ACTIONS)], arns);
}

/**
 * What may change without an administrator: nothing of the bucket, since its policy decides who reads and writes it,
 * and IAM cannot tell an update of ownership, encryption or public access block from their removal; and no new type
 * of resource until it is named here.
 */
export const UPDATED_IN_PLACE = [
  "aws:cloudfront/originAccessControl:OriginAccessControl",
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudfront/function:Function",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
] as const satisfies readonly (keyof typeof RESOURCE_ACTIONS)[];

/**
 * What updating the site in place needs besides `readStatements`: it creates, deletes and tags nothing, and changes
 * nothing in IAM.
 */
export function updateStatements(arns: StackArns): Statement[] {
  const resources = UPDATED_IN_PLACE.map((type) => RESOURCE_ACTIONS[type].update);
  return statements("Update", resources, arns);
}

/** One statement for each target that the operations act on, with each action once. */
function statements(verb: "Read" | "Update", operations: readonly Actions[], arns: StackArns): Statement[] {
  return (Object.keys(TARGETS) as Target[]).flatMap((target) => {
    const actions = [...new Set(operations.flatMap((operation) => operation[target] ?? []))];
    const { name } = TARGETS[target];
    const resource = TARGETS[target].resource(arns);
    return actions.length === 0 || resource === null ? [] : [allow(`${verb}${name}`, actions, resource)];
  });
}
