/** `wrong`: `up` would fail; `warning`: it would not; `unknown`: the check could not be made. */
export type Verdict = "ok" | "wrong" | "warning" | "unknown";

/** The outcome of a check. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly says: string;
  /** What to do about it; several lines if there are several things. */
  readonly remedy?: string;
}

export const ok = (says: string): Outcome => ({ verdict: "ok", says });

export const wrong = (says: string, remedy: string): Outcome => ({ verdict: "wrong", says, remedy });

export const warning = (says: string, remedy: string): Outcome => ({ verdict: "warning", says, remedy });

export const unknown = (says: string, remedy?: string): Outcome =>
  remedy === undefined ? { verdict: "unknown", says } : { verdict: "unknown", says, remedy };

/** Ends a check with this outcome, from wherever it is thrown. */
export class Ended extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.says);
  }
}

/** Something that one check finds out and others build on: asked once, when first wanted. */
export class Fact<T> {
  #value: Promise<T> | undefined;

  /** @param check The name of the check that says why it is not available. */
  constructor(
    readonly check: string,
    private readonly find: () => Promise<T>,
  ) {}

  /** For the check that finds the fact: if it is not available, the error says why. */
  asked(): Promise<T> {
    return (this.#value ??= this.find());
  }

  /** For the checks that build on it: if it is not available, they could not be made. */
  async needed(): Promise<T> {
    try {
      return await this.asked();
    } catch {
      throw new Ended(unknown(`not asked: needs ${this.check}`));
    }
  }
}

/** The result of some work, or an error if it takes too long: nothing here may hang on a machine without network. */
export async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds / 1000} seconds`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work(), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
