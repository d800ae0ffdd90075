import { posix } from "node:path";

import { foldersOf } from "./links";

/** What only a reader has: the workflow that is migrated, what a build makes, the file of a stack. */
const READERS = [/^deploy\.yml$/, /^site\/dist$/, /^Pulumi\.[^/]*\.yaml$/];

/**
 * The paths in a code span that are meant to be in the repository and are not: those that begin with one of its top
 * folders, and file names with an ending that its sources have. Patterns and placeholders are no paths.
 */
export function strayPaths(code: string, files: ReadonlySet<string>): string[] {
  const folders = foldersOf(files);
  const names = new Set([...files].map((file) => posix.basename(file)));
  const words = code.split(/[\s'"=,;()]+/).filter((word) => /^[\w.@/-]+$/.test(word));
  return words.filter((word) => {
    if (READERS.some((pattern) => pattern.test(word))) return false;
    const path = word.replace(/^\.\//, "").replace(/\/$/, "");
    const [top = "", ...rest] = path.split("/");
    if (rest.length > 0) return folders.has(top) && !files.has(path) && !folders.has(path);
    return /[\w-]\.(?:ts|mjs|yml|yaml|md|json)$/.test(path) && !names.has(path);
  });
}
