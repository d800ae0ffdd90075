import { DeliveryError, hide } from "./actions.ts";

/** One environment variable: the form of its value, in words and as code. */
export interface Setting<T> {
  readonly want: string;
  /** The value, or undefined if the text is malformed. */
  readonly parse: (text: string) => T | undefined;
  /** The value of a variable that is missing or empty. Without it the variable is required. */
  readonly fallback?: string;
  /** The value is never shown, not even a wrong one, and masked in everything that is printed. */
  readonly secret?: boolean;
  /** A variable that is missing or empty is undefined. */
  readonly optional?: boolean;
}

/** What {@link readSettings} makes of settings. */
export type Values<S> = { readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : never };

/** The same setting for an optional variable. */
export function optional<T>(setting: Setting<T>): Setting<T | undefined> {
  return { ...setting, optional: true };
}

/** A setting whose value is text of a form. */
export function textLike(pattern: RegExp, want: string): Setting<string> {
  return { want, parse: (text) => (pattern.test(text) ? text : undefined) };
}

/** A setting whose value is a whole number of at least 1, as GitHub's ids are. */
export function positiveInteger(want: string, fallback?: string): Setting<number> {
  const parse = (text: string): number | undefined =>
    /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
  return fallback === undefined ? { want, parse } : { want, parse, fallback };
}

/**
 * Reads a script's settings from the environment. A variable that is empty counts as missing: that is what Actions
 * makes of an expression without a value.
 *
 * @throws DeliveryError with every setting that is missing or wrong, one per line.
 */
export function readSettings<S extends Readonly<Record<string, Setting<unknown>>>>(settings: S): Values<S> {
  const problems: string[] = [];
  const read = Object.entries(settings).map(([name, setting]) => {
    const given = process.env[name] ?? "";
    const text = given === "" ? (setting.fallback ?? "") : given;
    if (setting.secret === true) hide(given);
    const value = text === "" ? undefined : setting.parse(text);
    const missing = text === "" && setting.optional === true;
    if (value === undefined && !missing) problems.push(`${name}: ${got(given, setting)}; expected ${setting.want}`);
    return [name, value] as const;
  });
  if (problems.length > 0) throw new DeliveryError(problems.join("\n"));
  return Object.fromEntries(read) as Values<S>;
}

function got(text: string, { secret = false }: Setting<unknown>): string {
  if (text === "") return "is missing";
  if (secret) return "has another form";
  return `got ${JSON.stringify(text.length > 60 ? `${text.slice(0, 40)}...` : text)}`;
}
