import { type Problem, shown, unless, wrong } from "../input-error";
import { fieldsOf, isRecord } from "../json";
import { duplicateKeys } from "./duplicate-keys";

/** A statement of the user's policy, with every list as a list. */
export interface OwnStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: OwnConditions;
}

/** Operator, then condition key, then its values. */
type OwnConditions<Values = readonly string[]> = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** A policy that the user wrote, parsed strictly: AWS gets this, serialized again, and nothing else from the file. */
export interface OwnDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly OwnStatement[];
}

/** The policy read from a file, or the problems with it. */
export type ReadDocument = OwnDocument | { readonly problems: readonly Problem[] };

/**
 * The condition operators of IAM.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATOR = new RegExp(
  "^(?:For(?:AllValues|AnyValue):)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Not)?(?:Equals|Like)|" +
    "(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress)" +
    "(?:IfExists)?$|^Null$",
);

/** The elements of a statement. `NotAction` and its like name what is excluded, and so allow what nobody thought of. */
const ELEMENTS = ["Sid", "Effect", "Action", "Resource", "Condition"];

/**
 * Reads a policy file. JSON takes the last of two equal keys, and IAM knows more elements: both are refused, so that
 * a reviewer of the file sees what AWS gets.
 *
 * @param file its name in messages
 */
export function readDocument(text: string, file: string): ReadDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problems: [{ key: file, message: `is not JSON (${(error as Error).message}); expected an IAM policy` }] };
  }
  const twice = duplicateKeys(text).map((key) => `has ${shown(key)} twice in one object; expected each key once`);
  if (twice.length > 0) return { problems: twice.map((message) => ({ key: file, message })) };
  const { Version, Statement, ...others } = fieldsOf(value);
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  const unknown = "is not an element of a policy; expected Version and Statement";
  const problems = [
    ...unless(Version === "2012-10-17", "Version", Version, '"2012-10-17"'),
    ...Object.keys(others).map((key) => ({ key, message: unknown })),
    ...(statements.length === 0 ? [{ key: "Statement", message: "got none; expected at least one" }] : []),
    ...statements.flatMap((one, index) => statementProblems(one, labelOf(one, index))),
    ...repeatedSids(statements).map((sid) => ({
      key: "Sid",
      message: `${shown(sid)} is there twice; expected each once`,
    })),
  ];
  if (problems.length > 0)
    return { problems: problems.map(({ key, message }) => ({ key: `${file}: ${key}`, message })) };
  return { Version: "2012-10-17", Statement: (statements as Written[]).map(normalized) };
}

/** A statement's name in messages. */
export function labelOf(statement: unknown, index: number): string {
  const { Sid: sid } = fieldsOf(statement);
  return `statement ${index + 1}${typeof sid === "string" && sid !== "" ? ` (${sid})` : ""}`;
}

/** A statement as the file may have it. */
interface Written {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: OwnConditions<Scalar | readonly Scalar[]>;
}

type Scalar = string | number | boolean;

function normalized({ Sid, Effect, Action, Resource, Condition }: Written): OwnStatement {
  return {
    ...(Sid === undefined ? {} : { Sid }),
    Effect,
    Action: [Action].flat(),
    Resource: [Resource].flat(),
    ...withConditions(Condition, (values) => [values].flat().map(String)),
  };
}

/** The conditions with other values, as a part of a statement; nothing where there are none. */
export function withConditions<Values>(
  conditions: OwnConditions<Values> | undefined,
  to: (values: Values) => readonly string[],
): Pick<OwnStatement, "Condition"> {
  if (conditions === undefined) return {};
  const operators = Object.entries(conditions).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, to(values)])),
  ]);
  return { Condition: Object.fromEntries(operators) as OwnConditions };
}

/** The values that a statement's condition allows a key, each list as it is given; IAM ignores case in keys. */
export function allowedValues({ Condition = {} }: OwnStatement, key: string): (readonly string[])[] {
  const keys = Object.entries(Condition.StringEquals ?? {});
  return keys.filter(([name]) => name.toLowerCase() === key).map(([, values]) => values);
}

/** @param label the statement's name in messages */
function statementProblems(statement: unknown, label: string): Problem[] {
  if (!isRecord(statement)) return [wrong(label, statement, "a statement")];
  const { Sid, Effect, Action, Resource, Condition } = statement;
  const isSid = Sid === undefined || (typeof Sid === "string" && /^[A-Za-z0-9]+$/.test(Sid));
  return [
    ...Object.keys(statement)
      .filter((element) => !ELEMENTS.includes(element))
      .map((element) => ({ key: `${label}.${element}`, message: `is refused; expected only ${ELEMENTS.join(", ")}` })),
    ...unless(isSid, `${label}.Sid`, Sid, "letters and digits"),
    ...unless(Effect === "Allow" || Effect === "Deny", `${label}.Effect`, Effect, "Allow or Deny"),
    ...unless(isTexts(Action), `${label}.Action`, Action, "one action or a list of them"),
    ...unless(isTexts(Resource), `${label}.Resource`, Resource, "one resource or a list of them"),
    ...(Condition === undefined ? [] : conditionProblems(Condition, `${label}.Condition`)),
  ];
}

function conditionProblems(condition: unknown, label: string): Problem[] {
  if (!isRecord(condition)) return [wrong(label, condition, "an object")];
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const key = `${label}.${operator}`;
    if (!OPERATOR.test(operator))
      return [{ key, message: "is not an operator of IAM; expected one, in its own spelling" }];
    const entries = isRecord(keys) ? Object.entries(keys) : [];
    // IAM ignores case in keys.
    const distinct = new Set(entries.map(([name]) => name.toLowerCase())).size === entries.length;
    const fits =
      entries.length > 0 && distinct && entries.every(([name, values]) => /^[\w.-]+:./.test(name) && isScalars(values));
    return unless(fits, key, keys, "condition keys, each with a value or a list");
  });
}

function repeatedSids(statements: readonly unknown[]): unknown[] {
  const sids = statements.flatMap((one) => (isRecord(one) && one.Sid !== undefined ? [one.Sid] : []));
  return [...new Set(sids.filter((sid, index) => sids.indexOf(sid) !== index))];
}

function isTexts(value: unknown): boolean {
  return isScalars(value) && [value].flat().every((one) => typeof one === "string" && one !== "");
}

function isScalars(value: unknown): boolean {
  const values = [value].flat();
  return values.length > 0 && values.every((one) => ["string", "number", "boolean"].includes(typeof one));
}
