// Lists that no release's list counts yet.
import { say } from "../actions.ts";
import { each } from "../aws/pool.ts";
import type { Bucket } from "../aws/s3.ts";
import { readObject } from "./base.ts";
import type { Names } from "./list.ts";
import { asNames } from "./packed.ts";
import type { ListObject } from "./state.ts";

/** Lists that one release reads to count their files. Those beyond wait for the next release. */
const MOST_LISTS = 200;

/** A list that no earlier one counts, with its names if it could be read. */
export interface Unfolded {
  readonly object: ListObject;
  readonly names: Names | undefined;
}

/** Reads them, at most as many as one release does. */
export async function readUnfolded(bucket: Bucket, lists: readonly ListObject[]): Promise<Unfolded[]> {
  const read: Unfolded[] = [];
  await each(lists.slice(0, MOST_LISTS), async (object) => {
    const bytes = await readObject(bucket, object);
    const names = bytes && asNames(bytes);
    if (names === undefined) say(`${object.key} is no list of a release, and is left out.`);
    read.push({ object, names });
  });
  return read;
}
