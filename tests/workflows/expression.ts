// GitHub's expressions, evaluated by GitHub's own library. It is an ES module, so it is loaded before the first test.
import type * as Library from "@actions/expressions" with { "resolution-mode": "import" };
type Data = ReturnType<Library.data.Dictionary["values"]>[number];

export type Value = string | number | boolean | null | undefined | readonly Value[] | { readonly [key: string]: Value };

/** What an expression can read, and the functions that depend on what is around: `success`, `always`, ... */
export type Contexts = Readonly<Record<string, Value | (() => boolean)>>;

let library: typeof Library;
before(async () => {
  library = await import("@actions/expressions");
});

/**
 * The value of a GitHub expression. Stricter than GitHub in one thing: what the contexts do not have is an error, not an
 * empty text. What a step that is known did not put out is empty, as for GitHub.
 */
export function evaluate(expression: string, contexts: Contexts): Value {
  const { data, Evaluator, Lexer, Parser } = library;
  try {
    const names = Object.keys(contexts).filter((name) => typeof contexts[name] !== "function");
    const functions = Object.entries(contexts).flatMap(([name, value]) =>
      typeof value === "function" ? [{ name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value()) }] : [],
    );
    const parsed = new Parser(new Lexer(expression.trim()).lex().tokens, names, functions).parse();
    const known = strict(
      Object.fromEntries(names.map((name) => [name, contexts[name] as Value])),
      [],
    ) as Library.data.Dictionary;
    const value = new Evaluator(
      parsed,
      known,
      new Map(functions.map((one) => [one.name.toLowerCase(), one])),
    ).evaluate();
    return JSON.parse(JSON.stringify(value, data.replacer)) as Value;
  } catch (error) {
    throw new Error(`${(error as Error).message} in: ${expression}`, { cause: error });
  }
}

/** A text with the values of the expressions in it. */
export function filledIn(text: unknown, contexts: Contexts): string {
  return String(text).replaceAll(/\$\{\{(.+?)\}\}/gs, (_, expression: string) => {
    const value = evaluate(expression, contexts);
    if (typeof value === "object" && value !== null) throw new Error(`expected a text, got an object: ${expression}`);
    return String(value ?? "");
  });
}

/** Whether a condition holds: of a job or a step, written with or without `${{ }}`. */
export function holds(condition: string, contexts: Contexts): boolean {
  const bare = /^\$\{\{(.+)\}\}$/s.exec(condition.trim())?.[1] ?? condition;
  // GitHub puts success() in front of a condition that names no such function.
  const asked = /\b(?:success|failure|cancelled|always)\(\)/.test(bare);
  return evaluate(`!!(${asked ? "" : "success() && "}(${bare}))`, contexts) === true;
}

/** The library's data, in which a name that is not there is an error. */
function strict(value: Value, path: readonly string[]): Data {
  const { data } = library;
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (isList(value)) return new data.Array(...value.map((one, index) => strict(one, [...path, String(index)])));
  const dictionary = new data.Dictionary(
    ...Object.entries(value).map(([key, one]) => ({ key, value: strict(one, [...path, key]) })),
  );
  const get = dictionary.get.bind(dictionary);
  dictionary.get = (key) => {
    const found = get(key);
    const notPutOut = path[0] === "steps" && path[2] === "outputs";
    if (found === undefined && !notPutOut) throw new Error(`the test does not know ${[...path, key].join(".")}`);
    return found;
  };
  return dictionary;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
