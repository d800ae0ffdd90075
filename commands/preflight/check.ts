import { InputError, listed } from "../../components/policy/input-error";
import { messageOf, UserError } from "../../lib/user-error";
import type { Context } from "./context";
import { Ended, type Outcome, unknown, within, wrong } from "./outcome";

/** One line of the table. */
export interface Check {
  readonly name: string;
  run(context: Context): Promise<Outcome> | Outcome;
}

/** A check with its outcome. */
export interface Checked extends Outcome {
  readonly name: string;
}

/** The longest that a check may take; the requests that it makes have shorter limits. */
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
    if (error instanceof UserError) return inWords(error.message, "correct the file");
    return unknown(messageOf(error));
  }
}

/** What the program itself would refuse, in its words: `got this; expected that`. */
function refused({ title, problems }: InputError): Outcome {
  const [first, ...others] = listed(problems);
  if (first === undefined || others.length > 0) {
    return wrong(title.replace(/:$/, ""), [first ?? "", ...others].join("\n"));
  }
  return inWords(first, title.replace(/:$/, ""));
}

function inWords(message: string, otherwise: string): Outcome {
  const [says = "", ...remedy] = message.split("; ");
  return wrong(says, remedy.join("; ") || otherwise);
}
