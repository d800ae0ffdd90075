/** What an expression can read and call. */
export type Contexts = Readonly<Record<string, Value | ((...args: Value[]) => Value)>>;

export type Value = string | number | boolean | null | { readonly [key: string]: Value };

const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w-]*)|(&&|\|\||==|!=|[!().,[\]])|(\d+))/y;

/**
 * The value of a GitHub expression, as GitHub evaluates it: texts compare without regard to case, `&&` and `||` give
 * one of their sides. Stricter than GitHub in one thing: what the contexts do not have is an error, not an empty text.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
export function evaluate(expression: string, contexts: Contexts): Value {
  const tokens = tokensOf(expression);
  let at = 0;
  const next = (wanted?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (wanted !== undefined && token !== wanted))
      throw new Error(`not understood: ${expression}`);
    return token;
  };
  const either = (): Value => {
    let left = both();
    while (tokens[at] === "||") {
      next();
      const right = both();
      left = isTrue(left) ? left : right;
    }
    return left;
  };
  const both = (): Value => {
    let left = compared();
    while (tokens[at] === "&&") {
      next();
      const right = compared();
      left = isTrue(left) ? right : left;
    }
    return left;
  };
  const compared = (): Value => {
    const left = one();
    if (tokens[at] !== "==" && tokens[at] !== "!=") return left;
    return (next() === "==") === (comparable(left) === comparable(one()));
  };
  const one = (): Value => {
    const token = next();
    if (token === "!") return !isTrue(one());
    if (token === "(") {
      const value = either();
      next(")");
      return value;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (token === "true" || token === "false") return token === "true";
    return named(token);
  };
  const named = (name: string): Value => {
    let value = contexts[name];
    if (value === undefined) throw new Error(`the test does not know ${name} in: ${expression}`);
    if (typeof value === "function") {
      next("(");
      const args: Value[] = [];
      while (tokens[at] !== ")") {
        args.push(either());
        if (tokens[at] === ",") next();
      }
      next(")");
      return value(...args);
    }
    while (tokens[at] === "." || tokens[at] === "[") {
      const dot = next() === ".";
      const key = dot ? next() : asText(either());
      if (!dot) next("]");
      const inner: Value | undefined = typeof value === "object" && value !== null ? value[key] : undefined;
      // What a step that is known did not put out is an empty text, as GitHub compares it.
      const notPutOut = name === "steps" && tokens[at - 3] === "outputs";
      if (inner === undefined && !notPutOut)
        throw new Error(`the test does not know ${key} of ${name} in: ${expression}`);
      value = inner ?? "";
    }
    return value;
  };
  const value = either();
  if (at !== tokens.length) throw new Error(`not understood: ${expression}`);
  return value;
}

/** A text with the values of the expressions in it. */
export function filledIn(text: unknown, contexts: Contexts): string {
  return String(text).replaceAll(/\$\{\{(.+?)\}\}/g, (_, expression: string) => {
    const value = evaluate(expression, contexts);
    return asText(value);
  });
}

/** Whether a condition holds: of a job or a step, written with or without `${{ }}`. */
export function holds(condition: string, contexts: Contexts): boolean {
  const bare = /^\$\{\{(.+)\}\}$/s.exec(condition.trim())?.[1] ?? condition;
  // GitHub puts success() in front of a condition that names no such function.
  const value = evaluate(bare, contexts);
  const asked = /\b(?:success|failure|cancelled|always)\(\)/.test(bare);
  return isTrue(value) && (asked || isTrue(evaluate("success()", contexts)));
}

/** The functions that need nothing from around. */
export const FUNCTIONS: Contexts = {
  format: (text, ...values) =>
    asText(text).replaceAll(/\{(\d+)\}/g, (_, index: string) => asText(values[Number(index)] ?? null)),
};

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  const text = expression.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new Error(`not understood from character ${start}: ${expression}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

function asText(value: Value): string {
  if (typeof value === "object" && value !== null) throw new Error("want a text, got an object");
  return value === null ? "" : String(value);
}

function isTrue(value: Value): boolean {
  return value !== null && value !== "" && value !== 0 && value !== false;
}

function comparable(value: Value): Value {
  return typeof value === "string" ? value.toLowerCase() : value;
}
