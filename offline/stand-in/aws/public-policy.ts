import { type Condition, type Statement, statementsOf } from "./policy-document";

/**
 * Those of the condition keys that tie a grant to somebody or something, if their values are fixed ones, that a bucket
 * policy here could have.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning
 * of public"
 */
const fixingKeys: readonly string[] = ["aws:principalorgid", "aws:principalarn", "aws:sourceaccount", "aws:sourcearn"];
const fixingOperators = /^(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

/** Whether S3 takes a bucket policy to let in the public. A service counts as public: it acts for anybody. */
export function isPublic(policy: string): boolean {
  return (statementsOf(policy) ?? []).some((statement) => statement.effect === "Allow" && letsInAnybody(statement));
}

function letsInAnybody({ principals, conditions }: Statement): boolean {
  const everybody = principals.get("AWS")?.includes("*") === true || principals.has("Service");
  return everybody && !conditions.some(fixes);
}

function fixes({ operator, key, values }: Condition): boolean {
  const fixed = values.length > 0 && !values.some((value) => /[*?]/.test(value));
  return fixed && fixingOperators.test(operator) && fixingKeys.includes(key);
}
