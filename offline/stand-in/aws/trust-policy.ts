import { textOf } from "../properties";
import type { Call, Refused } from "../resource-type";
import { countedLength, type Statement, statementsOf } from "./policy-document";

const maxLength = 2048;
const githubProvider = /:oidc-provider\/(token\.actions\.githubusercontent\.com(?:\/.*)?)$/;
const evaluatingOperators = /^(StringEquals|StringLike|StringEqualsIgnoreCase)$/;

/** Why IAM refuses a role's trust policy. */
export function refusesTrust({ properties }: Call): Refused | undefined {
  const policy = textOf(properties, "assumeRolePolicy");
  const statements = statementsOf(policy);
  if (statements === undefined) return [400, "MalformedPolicyDocument", "Missing required field Statement"];
  if (countedLength(policy) > maxLength) {
    return [409, "LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${maxLength}`];
  }
  const unscoped = statements.map(unscopedProvider).find((message) => message !== undefined);
  return unscoped === undefined ? undefined : [400, "MalformedPolicyDocument", unscoped];
}

/**
 * A role that trusts GitHub must restrict the subject.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
function unscopedProvider({ effect, principals, conditions }: Statement): string | undefined {
  if (effect !== "Allow") return undefined;
  for (const principal of principals.get("Federated") ?? []) {
    const host = githubProvider.exec(principal)?.[1];
    if (host === undefined) continue;
    const key = `${host}:sub`;
    const scoped = conditions.some(
      (condition) =>
        condition.key === key.toLowerCase() &&
        evaluatingOperators.test(condition.operator) &&
        condition.values.length > 0 &&
        condition.values.every((value) => !/^[*?]*$/.test(value)),
    );
    if (!scoped) {
      return `Trust policy with trusted principal ${principal} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${key} which is not scoped to all.`;
    }
  }
  return undefined;
}
