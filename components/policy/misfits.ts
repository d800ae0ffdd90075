import { type Problem, wrong } from "./input-error";
import { fieldsOf } from "./json";

/** A form of lists or objects: in words, and as a test. */
export interface Form {
  readonly want: string;
  readonly fits: (value: unknown) => boolean;
  /** An object of this form with all keys that it must have; of no meaning for lists. */
  readonly example: unknown;
}

/** The problems of a value that does not fit: with each entry that does not fit anywhere, or else with all of it. */
export function misfits(key: string, value: unknown, { want, fits, example }: Form): Problem[] {
  const isList = Array.isArray(value);
  const base = fieldsOf(example);
  const withOnly = (name: string, one: unknown) => (isList ? [one] : { ...base, [name]: one });
  const entries = Object.entries(isList ? value : fieldsOf(value));
  const wrongOnes = entries.filter(([name, one]) => !fits(withOnly(name, one)));
  // Where nothing fits, the fault is not in the entries.
  const isOutside = wrongOnes.length === entries.length && !fits(isList ? [] : base);
  if (wrongOnes.length === 0 || isOutside) return [wrong(key, value, want)];
  return wrongOnes.flatMap(([name, one]) =>
    misfits(`${key}${isList ? `[${name}]` : place(name)}`, one, {
      want,
      fits: (other) => fits(withOnly(name, other)),
      example: base[name] ?? Object.values(base)[0],
    }),
  );
}

/** `.name`, or `["another name"]`. */
function place(name: string): string {
  return /^[A-Za-z][\w-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
