import { readFileSync } from "node:fs";
import { UserError } from "./user-error";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder; want a file",
  EACCES: "it may not be read",
};

/** @throws {UserError} where the file cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UserError(`${file}: ${REASONS[code] ?? message}`, { cause: error });
  }
}
