import { isObject, parseJson, type Value } from "../properties";

/** A policy's statement, with lists where one value may stand for a list of one. */
export interface Statement {
  readonly effect: Value | undefined;
  /** By kind: `AWS`, `Service`, `Federated`; a bare `*` is `AWS`. */
  readonly principals: ReadonlyMap<string, readonly string[]>;
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly operator: string;
  /** In lower case: IAM ignores case here. */
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy document; undefined if the text is not one. */
export function statementsOf(text: string): Statement[] | undefined {
  const document = parseJson(text);
  if (!isObject(document) || document.Statement === undefined) return undefined;
  const statements = [document.Statement].flat().filter(isObject);
  return statements.map((statement) => ({
    effect: statement.Effect,
    principals: principalsOf(statement.Principal),
    resources: strings(statement.Resource),
    conditions: conditionsOf(statement.Condition),
  }));
}

/** The length that counts for IAM's quotas, without white space. */
export function countedLength(text: string): number {
  return JSON.stringify(parseJson(text)).length;
}

function principalsOf(principal: Value | undefined): Map<string, readonly string[]> {
  if (isObject(principal)) return new Map(Object.entries(principal).map(([kind, value]) => [kind, strings(value)]));
  return new Map(principal === undefined ? [] : [["AWS", strings(principal)]]);
}

function conditionsOf(condition: Value | undefined): Condition[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, tests]) =>
    Object.entries(isObject(tests) ? tests : {}).map(([key, value]) => ({
      operator,
      key: key.toLowerCase(),
      values: strings(value),
    })),
  );
}

function strings(value: Value | undefined): string[] {
  return [value ?? []].flat().map(String);
}
