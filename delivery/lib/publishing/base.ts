// Reads lists of releases: that of the release that is served now, and others.
import { DeliveryError, say } from "../actions.ts";
import { bytesContent, type Content } from "../aws/content.ts";
import { each } from "../aws/pool.ts";
import { AwsError } from "../aws/request.ts";
import { type Bucket, get } from "../aws/s3.ts";
import { asList, asNames, type FoldedList, LARGEST, type Names, type Release, type ReleaseList } from "./list.ts";
import type { ListObject, State } from "./state.ts";

/** The most lists to read for the base. It is the newest, or behind those of runs that were stopped. */
const TRIED = 5;
/** The most lists that one script reads for anything else: somebody could have put any number. */
export const MOST_LISTS = 200;
/** The most names that it keeps of them, which fit into memory however long they are: five lists of 100,000 files. */
const MOST_NAMES = 500_000;

/** The release that is served now, as its list tells. */
export interface Base {
  readonly list: ReleaseList;
  readonly object: ListObject;
  /** When its release was complete. */
  readonly marked: Date;
}

/** A list, with its names if it could be read. */
export interface Named {
  readonly object: ListObject;
  readonly names: Names | undefined;
}

/** The content of {@link MARKER} for a release. Visitors can read it. */
export function markerOf({ commit, run, attempt, time }: Release): Content {
  return bytesContent(`${JSON.stringify({ commit, run, attempt, time })}\n`);
}

/**
 * The list of the release that the marker names. The role cannot read the marker, and need not: S3's list has its MD5.
 * Undefined if there is none, as before the first release, or if none of the newest lists is the marker's.
 */
export async function readBase(bucket: Bucket, { lists, marker }: State): Promise<Base | undefined> {
  if (marker === undefined) return undefined;
  for (const object of lists.filter(({ kind }) => kind === "list").slice(0, TRIED)) {
    const list = await readList(bucket, object);
    if (list === undefined) say(`${object.key} is not a list of a release.`);
    else if (markerOf(list).md5 === marker.etag) return { list, object, marked: marker.modified };
  }
  return undefined;
}

/** What the release that was served until now counts, itself included. */
export function foldedWith(base: Base | undefined, now = new Date()): FoldedList[] {
  if (base === undefined) return [];
  return [...base.list.folded, { key: base.object.key, commit: base.list.commit, since: now.toISOString() }];
}

/** A release's list, or undefined if it is none. */
export async function readList(bucket: Bucket, object: ListObject): Promise<ReleaseList | undefined> {
  const bytes = await readObject(bucket, object);
  return bytes && asList(bytes);
}

/** The names in lists of any kind, of {@link MOST_LISTS} at most and until there are too many names. */
export function readNames(bucket: Bucket, lists: readonly ListObject[], most = MOST_NAMES): Promise<Named[]> {
  let kept = 0;
  return each(lists.slice(0, MOST_LISTS), async (object) => {
    const bytes = await readObject(bucket, object);
    const names = bytes && kept < most ? asNames(bytes) : undefined;
    kept += names === undefined ? 0 : names.files.length + names.past.length;
    if (names === undefined)
      say(`${object.key} is ${kept < most ? "not a list of a release" : "one list too many"}, and is left out.`);
    return { object, names };
  });
}

/**
 * A list's bytes, or undefined if it cannot be read: somebody with the role's rights could have put it so.
 *
 * @throws DeliveryError if the role may not read lists at all.
 */
async function readObject(bucket: Bucket, { key, size }: ListObject): Promise<Buffer | undefined> {
  if (size > LARGEST.compressed) return undefined;
  try {
    return await get(bucket, key);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status < 400 || error.status >= 500) throw error;
    // An object under a key of KMS is refused, too.
    if (error.code !== "AccessDenied" || error.message.includes("kms:")) return undefined;
    throw new DeliveryError(
      `${error.message}\nThe role may not read the lists of releases. Has an administrator brought the stack up?`,
    );
  }
}
