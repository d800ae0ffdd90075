/** A problem with one setting or one answer: the message names it, what it got and what it expected. */
export interface Problem {
  /** The config key or the question that was asked, for example `branch`. */
  readonly key: string;
  /** The problem and what is expected, without the key. */
  readonly message: string;
}

/** The most problems that a message lists, and characters of each: a wrong file can have thousands. */
const SHOWN = 20;
const LONGEST = 1000;

/** One line per problem. */
export function listed(problems: readonly Problem[]): string[] {
  const lines = problems.slice(0, SHOWN).map(({ key, message }) => `${key}: ${message}`);
  const more = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
  return [...lines.map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line)), ...more];
}

/** Unusable input, with all its problems: thrown before any resource is registered. */
export class InputError extends Error {
  constructor(
    readonly title: string,
    readonly problems: readonly Problem[],
  ) {
    super([title, ...listed(problems).map((line) => `  ${line}`)].join("\n"));
  }
}

/** @throws InputError with the problems, if there are any. */
export function refuseAny(title: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(title, problems);
}

/** The problem of a key with another value than expected. */
export function wrong(key: string, got: unknown, want: string): Problem {
  return { key, message: `got ${shown(got)}; expected ${want}` };
}

/** That problem unless the value fits. */
export function unless(fits: boolean, key: string, got: unknown, want: string): Problem[] {
  return fits ? [] : [wrong(key, got, want)];
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
