// Finds the list of a commit's newest release.
import type { Bucket } from "../aws/s3.ts";
import { readBase, readObject } from "./base.ts";
import type { ReleaseList } from "./list.ts";
import { asList } from "./packed.ts";
import { foldedWith } from "./past.ts";
import { readState } from "./state.ts";

/** The most lists to read because no other says which commit they are of. */
const MOST_UNKNOWN = 200;

/** The list of a commit's newest release, or undefined if the bucket no longer has one. */
export async function findRelease(bucket: Bucket, commit: string): Promise<ReleaseList | undefined> {
  const state = await readState(bucket);
  const base = await readBase(bucket, state);
  const commits = new Map(foldedWith(base).map((one) => [one.key, one.commit]));
  let unknown = 0;
  for (const object of state.lists) {
    const known = commits.get(object.key);
    if (object.kind !== "list" || (known !== undefined && known !== commit)) continue;
    if (known === undefined && ++unknown > MOST_UNKNOWN) return undefined;
    const bytes = await readObject(bucket, object);
    const list = bytes && asList(bytes);
    if (list?.commit === commit) return list;
  }
  return undefined;
}
