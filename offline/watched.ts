import type { Outcome } from "./engine-report";
import type { Interrupt } from "./interrupt";
import { withoutOutputs } from "./progress";
import { StackLine } from "./stack-line";

/** Who looks on while the engine works. */
export interface Looks {
  readonly print: (text: string) => void;
  /** Print all that the engine prints. */
  readonly verbose: boolean;
  /** Whether the output is a terminal: it has colours, and lines that change. */
  readonly terminal: boolean;
}

/** What an operation tells while it goes on. */
export interface Watch {
  /** Takes the engine's own output, without its errors. Default: nobody does. */
  readonly print?: (text: string) => void;
  /** Is told of each resource that is done. */
  readonly step?: (done: Outcome["done"]) => void;
}

/**
 * Does something with a stack and shows it in one line, with the engine's warnings. The engine's own output is
 * shown on request, and where a failure leaves something done.
 */
export async function watched(
  stack: string,
  operate: (watch: Watch) => Promise<Outcome>,
  { print, verbose, terminal }: Looks,
  interrupt: Interrupt,
): Promise<Outcome> {
  if (verbose) return operate({ print });
  const line = new StackLine(stack, print, terminal);
  let said = "";
  let done: Outcome["done"] = {};
  const step = (soFar: Outcome["done"]): void => {
    line.step((done = soFar));
  };
  try {
    const outcome = await operate({ print: (text) => (said += text), step });
    line.end(outcome.done);
    for (const warning of outcome.warnings) print(`  warning: ${warning}\n`);
    return outcome;
  } catch (error) {
    line.end(undefined);
    // The user who stops it knows why it ended.
    if (!interrupt.pressed && Object.keys(done).length > 0) print(withoutOutputs(said));
    throw error;
  }
}
