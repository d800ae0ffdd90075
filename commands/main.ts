import { refuseOptionsKeptByNpm } from "../lib/npm-options";
import { forgetPackageCommands } from "../lib/search-path";
import { messageOf, UserError } from "../lib/user-error";

/**
 * Parses a command's arguments with node's parseArgs.
 *
 * @param usage - Its first line says how to call the command.
 * @throws {UserError} with that line if it cannot.
 */
export function parsed<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw misused(usage, messageOf(error).split(". ", 1).join(""), error);
  }
}

/** The error of a wrongly called command: what is wrong, and how to call it. */
export function misused(usage: string, problem: string, cause?: unknown): UserError {
  const [call = ""] = usage.split("\n", 1);
  return new UserError(`${problem}\nUsage: ${call}; --help says more`, { cause });
}

/** Runs a command to its exit code. What the user can fix is one message, a defect shows its stack trace. */
export function main(run: () => Promise<number>): void {
  forgetPackageCommands();
  // A command that throws before it has begun fails like one that rejects.
  Promise.resolve()
    .then(() => {
      refuseOptionsKeptByNpm(process.argv.slice(2));
      return run();
    })
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
