import { messageOf, UserError } from "../lib/user-error";

/** What node's parseArgs makes of a command's arguments. @throws {UserError} with the usage where it cannot. */
export function parsed<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`, { cause: error });
  }
}

/** Runs a command to its exit code. What the user can put right is one message, a defect shows its stack trace. */
export function main(run: () => Promise<number>): void {
  // A command that throws before it has begun fails like one that rejects.
  Promise.resolve()
    .then(run)
    .then(
      (code) => {
        process.exitCode = code;
      },
      (error: unknown) => {
        const text = error instanceof UserError ? error.message : ((error as Error).stack ?? String(error));
        process.stderr.write(`error: ${text}\n`);
        process.exitCode = 1;
      },
    );
}
