/** Checks a value against a rule. Throws an Error that names the value's path, what it is, and what was expected. */
export type Rule = (value: unknown, path: string) => void;

export function refuse(value: unknown, path: string, wanted: string): never {
  const got = value === undefined ? "nothing" : JSON.stringify(value);
  throw new Error(`${path}: got ${got.length > 80 ? `${got.slice(0, 80)}...` : got}; expected ${wanted}`);
}

export const aString: Rule = (value, path) => {
  if (typeof value !== "string") refuse(value, path, "a string");
};

export const aBoolean: Rule = (value, path) => {
  if (typeof value !== "boolean") refuse(value, path, "true or false");
};

export const aWholeNumber: Rule = (value, path) => {
  if (!Number.isInteger(value)) refuse(value, path, "a whole number");
};

export function matching(pattern: RegExp, wanted: string): Rule {
  return (value, path) => {
    if (typeof value !== "string" || !pattern.test(value)) refuse(value, path, wanted);
  };
}

export function oneOf(...choices: readonly (string | boolean)[]): Rule {
  return (value, path) => {
    if (!choices.some((choice) => choice === value)) refuse(value, path, choices.join(" or "));
  };
}

export function listOf(item: Rule): Rule {
  return (value, path) => {
    if (!Array.isArray(value)) return refuse(value, path, "a list");
    value.forEach((each, index) => {
      item(each, `${path}[${index}]`);
    });
  };
}

/** An object of any keys, or of those that `key` accepts. */
export function recordOf(item: Rule, key?: { readonly pattern: RegExp; readonly wanted: string }): Rule {
  return (value, path) => {
    for (const [name, each] of Object.entries(anObject(value, path))) {
      const place = `${path}[${JSON.stringify(name)}]`;
      if (key !== undefined && !key.pattern.test(name)) refuse(name, place, `a key that is ${key.wanted}`);
      item(each, place);
    }
  };
}

/** An object that has all keys of `required`, may have those of `optional`, and has no other. */
export function object(required: Readonly<Record<string, Rule>>, optional: Readonly<Record<string, Rule>> = {}): Rule {
  const rules = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, path) => {
    const given = anObject(value, path);
    for (const [name, each] of Object.entries(given)) {
      const rule = rules.get(name) ?? refuse(name, path, `none but the keys ${[...rules.keys()].join(", ")}`);
      rule(each, `${path}.${name}`);
    }
    for (const [name, rule] of Object.entries(required)) {
      if (!(name in given)) rule(undefined, `${path}.${name}`);
    }
  };
}

function anObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(value, path, "an object");
  return value as Record<string, unknown>;
}
