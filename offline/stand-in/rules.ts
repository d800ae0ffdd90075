/** Checks a value against a rule. Throws an Error that names the value's path, what it is, and what was expected. */
export type Rule<T> = ((value: unknown, path: string) => void) & {
  /** For the type alone. */
  readonly meant?: T;
};

/** What a rule accepts. */
export type Accepted<R> = R extends Rule<infer T> ? T : never;

type Rules = Readonly<Record<string, Rule<unknown>>>;

export function refuse(value: unknown, path: string, wanted: string): never {
  const got = value === undefined ? "nothing" : JSON.stringify(value);
  throw new Error(`${path}: got ${got.length > 80 ? `${got.slice(0, 80)}...` : got}; expected ${wanted}`);
}

export const aString = kind<string>((value) => typeof value === "string", "a string");
export const aBoolean = kind<boolean>((value) => typeof value === "boolean", "true or false");
export const aWholeNumber = kind<number>(Number.isInteger, "a whole number");

export function matching(pattern: RegExp, wanted: string): Rule<string> {
  return kind((value) => typeof value === "string" && pattern.test(value), wanted);
}

export function oneOf<const Choices extends readonly (string | boolean)[]>(...choices: Choices): Rule<Choices[number]> {
  return kind((value) => choices.some((choice) => choice === value), choices.join(" or "));
}

function kind<T>(isOne: (value: unknown) => boolean, wanted: string): Rule<T> {
  return (value, path) => {
    if (!isOne(value)) refuse(value, path, wanted);
  };
}

export function listOf<T>(item: Rule<T>): Rule<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return refuse(value, path, "a list");
    value.forEach((each, index) => {
      item(each, `${path}[${index}]`);
    });
  };
}

/** An object of any keys, or of those that `key` accepts. */
export function recordOf<T>(item: Rule<T>, key: Rule<string> = aString): Rule<Record<string, T>> {
  return (value, path) => {
    for (const [name, each] of Object.entries(anObject(value, path))) {
      const place = `${path}[${JSON.stringify(name)}]`;
      key(name, place);
      item(each, place);
    }
  };
}

/** An object that has all keys of `required`, may have those of `optional`, and has no other. */
export function object<Required extends Rules, Optional extends Rules>(
  required: Required,
  optional: Optional,
): Rule<
  { readonly [Key in keyof Required]: Accepted<Required[Key]> } & {
    readonly [Key in keyof Optional]?: Accepted<Optional[Key]>;
  }
> {
  const rules = new Map(Object.entries({ ...required, ...optional }));
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

/** What the one rule accepts of an object that has `key`, and else the other. */
export function either<One, Other>(key: string, having: Rule<One>, lacking: Rule<Other>): Rule<One | Other> {
  return (value, path) => {
    const rule = typeof value === "object" && value !== null && key in value ? having : lacking;
    rule(value, path);
  };
}

function anObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(value, path, "an object");
  return value as Record<string, unknown>;
}
