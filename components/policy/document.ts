/** An IAM policy document, as far as this program writes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** One statement of a policy. Its `Sid` has only letters and digits (as IAM requires) and reads like a sentence. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly Federated: string } | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}

/** Operator, then condition key, then the value that the key must have, or a list of allowed values. */
export type Conditions = Readonly<
  Partial<Record<ConditionOperator, Readonly<Record<string, string | readonly string[]>>>>
>;

/**
 * The operators that this program uses. `...IfExists` and `ForAllValues` are left out on purpose: both hold when the
 * key is absent.
 */
export type ConditionOperator = "StringEquals" | "StringLike" | "ArnLike" | "Bool" | "DateLessThan";

/** Only what this account owns: once a bucket is deleted, anybody may take its name. */
export function ownedBy(account: string): Conditions {
  return { StringEquals: { "aws:ResourceAccount": account } };
}

/** Allows actions on resources, in some statements only under conditions. */
export function allow(
  Sid: string,
  Action: Statement["Action"],
  Resource: NonNullable<Statement["Resource"]>,
  Condition?: Conditions,
): Statement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

/** A policy document of these statements. */
export function policy(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
