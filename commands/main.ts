import { parseArgs, type ParseArgsConfig } from "node:util";

import { refuseOptionsKeptByNpm } from "../lib/npm-options";
import { forgetPackageCommands } from "../lib/search-path";
import { messageOf, UserError } from "../lib/user-error";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The values of a command's options. */
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

/**
 * Runs a command to its exit code; `--help` prints how it is used. What the user can fix is one message, a defect shows
 * its stack trace.
 *
 * @param usage - Its first line says how to call the command.
 * @param run - Gets the values of the options, and the words beside them: none unless `allowPositionals`.
 */
export function command<const O extends Options>(
  usage: string,
  options: O,
  run: (values: Values<O>, words: readonly string[]) => Promise<number> | number,
  { allowPositionals = false } = {},
): void {
  forgetPackageCommands();
  const start = async (): Promise<number> => {
    const args = process.argv.slice(2);
    refuseOptionsKeptByNpm(args);
    const config = { args, options: { ...options, help: { type: "boolean", short: "h" } }, allowPositionals } as const;
    const { values, positionals } = parsed(usage, () => parseArgs(config));
    if (!("help" in values)) return run(values, positionals);
    process.stdout.write(usage);
    return 0;
  };
  start().then(
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

/** @throws {UserError} with how to call the command if its arguments cannot be parsed. */
function parsed<T>(usage: string, parse: () => T): T {
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
