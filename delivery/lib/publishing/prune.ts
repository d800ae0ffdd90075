// Deletes what no release needs any more. In the bucket it stays as a version, for as long as the lifecycle says.
import { DeliveryError, excerpt, say, some } from "../actions.ts";
import { each } from "../aws/pool.ts";
import { deleteFiles } from "../aws/s3-delete.ts";
import { list as filesOf } from "../aws/s3-lists.ts";
import { type Bucket, copy } from "../aws/s3.ts";
import { type Named, readNames } from "./base.ts";
import { headersOf } from "./files.ts";
import { isPublished, type ReleaseList } from "./list.ts";
import type { Outcome } from "./publish.ts";
import { readOthers } from "./state.ts";

/** So many announcements and marks are not worth the calls that delete them. */
const FEW = 100;
/** Days for which pages that somebody has open go on loading the files of their release. */
const KEEP_DAYS = 30;
/** Releases whose immutable files stay however old they are, the newest among them. */
const NEWEST = 5;
const DAY = 24 * 60 * 60 * 1000;

/**
 * @param restoreDays - How long the bucket keeps what was replaced or deleted.
 * @returns the files that were deleted and that edges may still have.
 */
export async function prune(
  bucket: Bucket,
  { list, leftovers }: Pick<Outcome, "list" | "leftovers">,
  restoreDays: number,
): Promise<readonly string[]> {
  const isOlder = (since: string, days: number): boolean => Date.parse(since) < Date.now() - days * DAY;
  const files = list.past
    .filter(({ immutable, since, releases }) => !immutable || (releases >= NEWEST && isOlder(since, KEEP_DAYS)))
    .map(({ key }) => key);
  // All versions of what they name are gone.
  const lists = list.folded.filter(({ since }) => isOlder(since, restoreDays)).map(({ key }) => key);
  if (files.length + lists.length === 0 && leftovers.length < FEW) {
    say("Nothing to prune.");
    return [];
  }
  // Of releases that have begun, or ended, since this one looked. A list that cannot be read needs nothing.
  const others = await readNames(bucket, await readOthers(bucket, list));
  const needed = keysIn(others);
  const gone = files.filter((key) => !needed.has(key));
  const refused = await deleteFiles(bucket, [...gone, ...lists, ...leftovers]);
  if (refused.length > 0) {
    throw new DeliveryError(`S3 did not delete ${refused.length} files: ${excerpt(JSON.stringify(refused), 600)}`);
  }
  if (gone.length > 0) await putBack(bucket, list, gone, others);
  const kept = files.length - gone.length;
  if (kept > 0) say(`${kept} files stay: another release that is under way, or newer, has them.`);
  say(`Pruned ${gone.length} files${gone.length > 0 ? `: ${some(gone, 20)}` : ""}.`);
  const immutable = new Set(list.past.filter((file) => file.immutable).map(({ key }) => key));
  return gone.filter((key) => !immutable.has(key));
}

function keysIn(lists: readonly Named[]): ReadonlySet<string> {
  return new Set(lists.flatMap(({ names }) => names?.files ?? []).map(({ key }) => key));
}

/** Puts back what a release has that began just before the deletion: it saw the file there, and did not put it. */
async function putBack(bucket: Bucket, list: ReleaseList, gone: readonly string[], seen: readonly Named[]) {
  const before = new Set(seen.map(({ object }) => object.key));
  const later = (await readOthers(bucket, list)).filter(({ key }) => !before.has(key));
  const needed = keysIn(await readNames(bucket, later));
  await each(
    list.past.filter(({ key }) => needed.has(key) && gone.includes(key)),
    async (file) => {
      // By the list, for the role may not read a file.
      for await (const { key } of filesOf(bucket, file.key)) if (key === file.key) return;
      if (!isPublished(file) || file.version === undefined)
        throw new DeliveryError(
          `${file.key} was deleted, and a release that began meanwhile has it: run that one again`,
        );
      await copy(bucket, { key: file.key, versionId: file.version }, file.key, headersOf(file));
      say(`${file.key} is put back: a release that began meanwhile has it.`);
    },
  );
}
