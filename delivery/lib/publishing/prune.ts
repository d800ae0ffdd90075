// Deletes what no release needs any more. In the bucket it stays as a version, for as long as the lifecycle says.
import { DeliveryError, excerpt, say, some } from "../actions.ts";
import { deleteFiles } from "../aws/s3-delete.ts";
import { each } from "../aws/pool.ts";
import type { Bucket } from "../aws/s3.ts";
import { readObject } from "./base.ts";
import type { ReleaseList } from "./list.ts";
import { othersIn } from "./others.ts";
import type { Outcome } from "./outcome.ts";
import { asNames } from "./packed.ts";
import { prunable } from "./prunable.ts";
import { readLists } from "./state.ts";

/** So many announcements and marks are not worth the calls that delete them. */
const FEW = 100;
/** Releases besides this one that are read: one or two are under way at most. */
const MOST_OTHERS = 100;

/** @returns the files that were deleted and that edges may still have. */
export async function prune(
  bucket: Bucket,
  { list, leftovers }: Pick<Outcome, "list" | "leftovers">,
  restoreDays: number,
): Promise<readonly string[]> {
  const { files, lists } = prunable(list, restoreDays, Date.now());
  if (files.length + lists.length === 0 && leftovers.length < FEW) {
    say("Nothing to prune.");
    return [];
  }
  const needed = await neededByOthers(bucket, list);
  const gone = files.filter((key) => !needed.has(key));
  const refused = await deleteFiles(bucket, [...gone, ...lists, ...leftovers]);
  if (refused.length > 0) {
    throw new DeliveryError(`S3 did not delete ${refused.length} files: ${excerpt(JSON.stringify(refused), 600)}`);
  }
  const kept = files.length - gone.length;
  if (kept > 0) say(`${kept} files stay: another release that is under way, or newer, has them.`);
  say(`Pruned ${gone.length} files${gone.length > 0 ? `: ${some(gone, 20)}` : ""}.`);
  const immutable = new Set(list.past.filter((file) => file.immutable).map(({ key }) => key));
  return gone.filter((key) => !immutable.has(key));
}

/** The files of releases that have begun, or ended, since this one looked. One that cannot be read needs nothing. */
async function neededByOthers(bucket: Bucket, own: ReleaseList): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  await each(othersIn(await readLists(bucket), own).slice(0, MOST_OTHERS), async (object) => {
    const bytes = await readObject(bucket, object);
    for (const { key } of (bytes && asNames(bytes))?.files ?? []) needed.add(key);
  });
  return needed;
}
