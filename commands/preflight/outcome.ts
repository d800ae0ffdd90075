import { InputError, listed } from "../../components/policy/input-error";
import { messageOf, UserError } from "../../lib/user-error";

/** `wrong`: `up` would fail; `warning`: it would not; `unknown`: the check could not be made. */
export type Verdict = "ok" | "wrong" | "warning" | "unknown";

/** The outcome of a check. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly says: string;
  /** What to do about it; several lines if there are several things. */
  readonly remedy?: string | undefined;
}

export const ok = (says: string): Outcome => ({ verdict: "ok", says });

export const wrong = (says: string, remedy: string): Outcome => ({ verdict: "wrong", says, remedy });

export const warning = (says: string, remedy?: string): Outcome => ({ verdict: "warning", says, remedy });

export const unknown = (says: string, remedy?: string): Outcome => ({ verdict: "unknown", says, remedy });

/** What the program says at each preview, `key: this; do that`: worth a look, or not known where it could not look. */
export function noticed(notice: string): Outcome {
  const sentence = notice.replace(/^\w+: /, "");
  return told(sentence.startsWith("not checked") ? "unknown" : "warning", sentence);
}

/** A sentence of the program: what is so, then, after a semicolon, what to do. */
function told(verdict: Verdict, sentence: string, otherwise?: string): Outcome {
  const [says = "", ...remedy] = sentence.split("; ");
  return { verdict, says, remedy: remedy.join("; ") || otherwise };
}

/** Ends a check with this outcome, from wherever it is thrown. */
export class Ended extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.says);
  }
}

/** Something that one check finds out and others build on. */
export type Fact<T> = () => Promise<T>;

/** A fact that is not available; the check of that name says why. */
class Missing extends Error {
  constructor(
    readonly check: string,
    override readonly cause: unknown,
  ) {
    super(`not checked: needs ${check}`);
  }
}

/**
 * A fact that is asked once, when first wanted.
 *
 * @param check The name of the check that says why it is not available.
 */
export function fact<T>(check: string, find: () => Promise<T> | T): Fact<T> {
  let value: Promise<T> | undefined;
  const found = async (): Promise<T> => {
    try {
      return await find();
    } catch (error) {
      throw error instanceof Missing ? error : new Missing(check, error);
    }
  };
  return () => (value ??= found());
}

/** The longest that a check may take; the requests that it makes have shorter limits. */
const LONGEST_MS = 15_000;

/** The outcome of a check, whatever it throws. */
export async function outcomeOf(name: string, check: () => Promise<Outcome> | Outcome): Promise<Outcome> {
  try {
    return await within(LONGEST_MS, async () => check());
  } catch (thrown) {
    const error = thrown instanceof Missing && thrown.check === name ? thrown.cause : thrown;
    if (error instanceof Ended) return error.outcome;
    if (error instanceof InputError) return refused(error);
    if (error instanceof UserError) return told("wrong", error.message, "correct the file");
    return unknown(messageOf(error));
  }
}

/** What the program itself would refuse, in its words: `got this; expected that`. */
function refused({ title, problems }: InputError): Outcome {
  const [first = "", ...others] = listed(problems);
  const heading = title.replace(/:$/, "");
  return others.length > 0 ? wrong(heading, [first, ...others].join("\n")) : told("wrong", first, heading);
}

/** The result of some work, or an error if it takes too long: nothing here may hang on a machine without network. */
export function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const tooLong = new Promise<never>((_, reject) => {
    const late = new Error(`no answer within ${milliseconds / 1000} seconds`);
    setTimeout(reject, milliseconds, late).unref();
  });
  return Promise.race([work(), tooLong]);
}
