import type { Interrupt } from "./interrupt";
import type { Session } from "./session";
import { StackLine } from "./stack-line";
import type { Outcome, StackOperations } from "./stack-operations";

export interface Looks {
  readonly print: (text: string) => void;
  /** Print all that the engine prints. */
  readonly verbose: boolean;
  /** Whether the output is a terminal. */
  readonly terminal: boolean;
  readonly interrupt: Interrupt;
}

/**
 * Does something with a stack and shows it in one line, with the engine's warnings. The engine's own output is
 * shown on request, and on failure.
 */
export async function watched(
  session: Pick<Session, "on">,
  stack: string,
  operate: (operations: StackOperations) => Promise<Outcome>,
  { print, verbose, terminal, interrupt }: Looks,
): Promise<Outcome> {
  if (verbose) return operate(session.on(stack, { print }));
  const line = new StackLine(stack, print, terminal);
  let said = "";
  try {
    const outcome = await operate(session.on(stack, { print: (text) => (said += text), step: line.step }));
    line.end(outcome.done);
    for (const warning of outcome.warnings) print(`  warning: ${warning}\n`);
    return outcome;
  } catch (error) {
    line.end(undefined);
    // Whoever stops it knows why it ended.
    if (!interrupt.pressed) print(said);
    throw error;
  }
}
