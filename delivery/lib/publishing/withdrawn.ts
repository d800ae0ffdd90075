// The commits that must never be served again, one at the beginning of each line of a committed file.
import { existsSync, readFileSync } from "node:fs";
import { DeliveryError } from "../actions.ts";

const FILE = "withdrawn.txt";

/** @throws DeliveryError for a commit in withdrawn.txt, in the current folder. Without the file none is withdrawn. */
export function refuseWithdrawn(commit: string): void {
  const lines = existsSync(FILE) ? readFileSync(FILE, "utf8").toLowerCase().split("\n") : [];
  if (!lines.some((line) => line.startsWith(commit))) return;
  throw new DeliveryError(
    `COMMIT: got ${commit}, which is withdrawn, says ${FILE}; expected one that may be published`,
  );
}
