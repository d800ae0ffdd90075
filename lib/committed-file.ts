import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";

/** The text of a file, or why it is not one that may be used. */
export type CommittedFile = { readonly text: string } | { readonly problem: string };

/**
 * Reads a file that everyone sees who sees the commit: a regular one, in folders that are no links, and known to git.
 * Without git, as in an archive, only the first two.
 *
 * @param path From the folder, with `/`, and without `..`.
 */
export function readCommittedFile(folder: string, path: string): CommittedFile {
  const parts = path.split("/");
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const found = statOf(join(folder, ...parts.slice(0, depth)));
    if (found === undefined) return { problem: "is not there" };
    const isLast = depth === parts.length;
    if (isLast ? !found.isFile() : !found.isDirectory()) {
      return {
        problem: isLast ? "is no regular file" : `lies in ${parts.slice(0, depth).join("/")}, which is no folder`,
      };
    }
  }
  const git = spawnSync("git", ["ls-files", "--error-unmatch", "--", path], { cwd: folder, encoding: "utf8" });
  if (git.status === 1) return { problem: "is not known to git; git add it" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(join(folder, ...parts))) };
  } catch {
    return { problem: "is no UTF-8 text" };
  }
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
