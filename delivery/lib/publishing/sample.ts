// Chooses the files of a release to check once it is published.
import { createHash } from "node:crypto";
import type { PublishedFile } from "./files.ts";
import { idOf } from "./keys.ts";
import type { Outcome } from "./publish.ts";

/** Of the files that a release did not write: different ones each time, but the same in each attempt to look. */
const SAMPLE = 100;

/**
 * The first page, what the release has written, and a sample of the rest.
 *
 * @param alone - Whether no other release was under way: else each file may be another's.
 */
export function lookedAt(
  { list, written }: Pick<Outcome, "list" | "written">,
  alone: boolean,
): readonly PublishedFile[] {
  const rest = list.files.length - written.length;
  if (!alone || rest <= SAMPLE) return list.files;
  const own = new Set([...written, "index.html"]);
  const draw = (key: string): string =>
    createHash("sha256")
      .update(`${idOf(list)} ${key}`)
      .digest("hex");
  const others = list.files.filter(({ key }) => !own.has(key)).map((file) => ({ file, lot: draw(file.key) }));
  const sample = others.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, SAMPLE);
  return [...list.files.filter(({ key }) => own.has(key)), ...sample.map(({ file }) => file)];
}
