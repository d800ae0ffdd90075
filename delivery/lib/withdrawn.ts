// The commits that must never be served again, one at the beginning of each line of a committed file.
import { existsSync, readFileSync } from "node:fs";
import { DeliveryError } from "./actions.ts";
import { type Access, find } from "./github-lists.ts";
import { isRecord } from "./json.ts";

const WITHDRAWN = "withdrawn.txt";

/** @throws DeliveryError for a commit in withdrawn.txt, in the current folder. Without the file none is withdrawn. */
export function refuseWithdrawn(commit: string): void {
  if (existsSync(WITHDRAWN)) refuseIn(readFileSync(WITHDRAWN, "utf8"), commit);
}

/**
 * The same by the file at the branch's head: a rerun has the file as it was in that run's commit.
 *
 * @throws DeliveryError if GitHub's answer is not understood, too.
 */
export async function refuseWithdrawnAt(access: Access, branch: string, commit: string): Promise<void> {
  // In full: a tag may have the branch's name.
  const path = `/contents/${WITHDRAWN}?ref=${encodeURIComponent(`refs/heads/${branch}`)}`;
  const file = await find(access, path);
  if (file === undefined) return;
  if (!isRecord(file) || typeof file.content !== "string" || file.encoding !== "base64")
    throw new DeliveryError(`GET ${path}: GitHub answered 200; expected the file, or 404`);
  refuseIn(Buffer.from(file.content, "base64").toString("utf8"), commit);
}

function refuseIn(text: string, commit: string): void {
  if (/[\0\uFFFD]/.test(text)) throw new DeliveryError(`${WITHDRAWN}: is not UTF-8 text; expected a commit per line`);
  // However it is indented, and if only its beginning is there: to overlook one is worse.
  const named = [...text.toLowerCase().matchAll(/^[^#\w\n]*([0-9a-f]{7,40})\b/gm)];
  if (!named.some(([, start = ""]) => commit.startsWith(start))) return;
  throw new DeliveryError(
    `COMMIT: got ${commit}, which is withdrawn, says ${WITHDRAWN}; expected one that may be published`,
  );
}
