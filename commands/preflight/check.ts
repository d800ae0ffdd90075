import { InputError, listed } from "../../components/policy/input-error";
import { messageOf } from "../../lib/user-error";
import type { Context } from "./context";
import { within } from "./within";

/** `wrong` is where `up` would fail; `warning` is where it would not; `unknown` is what could not be asked. */
export type Verdict = "ok" | "wrong" | "warning" | "unknown";

/** What came of a check. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly says: string;
  /** What to do about it; several lines where there are several things. */
  readonly remedy?: string;
}

/** One line of the table. */
export interface Check {
  readonly name: string;
  run(context: Context): Promise<Outcome> | Outcome;
}

/** A check with its outcome. */
export interface Checked extends Outcome {
  readonly name: string;
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

/** The longest that a check may take; the requests that it makes have shorter limits of their own. */
const LONGEST_MS = 15_000;

/** Runs all checks side by side; each waits only for those that it builds on. */
export function runChecks(checks: readonly Check[], context: Context): Promise<Checked[]> {
  return Promise.all(checks.map(async (check) => ({ name: check.name, ...(await outcomeOf(check, context)) })));
}

async function outcomeOf(check: Check, context: Context): Promise<Outcome> {
  try {
    return await within(LONGEST_MS, async () => check.run(context));
  } catch (error) {
    if (error instanceof Ended) return error.outcome;
    if (error instanceof InputError) return refused(error);
    return unknown(messageOf(error));
  }
}

/** What the program itself would refuse, in its words: `got this; want that`. */
function refused({ title, problems }: InputError): Outcome {
  const [first, ...others] = listed(problems);
  if (first === undefined || others.length > 0) {
    return wrong(title.replace(/:$/, ""), [first ?? "", ...others].join("\n"));
  }
  const [says = "", ...remedy] = first.split("; ");
  return wrong(says, remedy.join("; ") || title.replace(/:$/, ""));
}
