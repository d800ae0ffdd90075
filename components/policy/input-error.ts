/** What is wrong with one setting or one answer: the message names it, what it got and what it wants. */
export interface Problem {
  /** The config key or the question that was asked, for example `branch`. */
  readonly key: string;
  /** What is wrong and what is wanted, without the key. */
  readonly message: string;
}

/** Input that cannot be used, all its problems together: thrown before any resource is registered. */
export class InputError extends Error {
  constructor(
    readonly title: string,
    readonly problems: readonly Problem[],
  ) {
    super([title, ...problems.map(({ key, message }) => `  ${key}: ${message}`)].join("\n"));
  }
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
