import { readFileSync } from "node:fs";
import { UserError } from "./user-error";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ELOOP: "it is a link to itself; expected a file",
  EISDIR: "it is a folder; expected a file",
  EACCES: "it may not be read",
};

/**
 * @param name What the error calls the file. Default: its path.
 * @throws {UserError} if the file cannot be read.
 */
export function readText(file: string, name = file): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UserError(`${name}: ${REASONS[code] ?? message}`, { cause: error });
  }
}
