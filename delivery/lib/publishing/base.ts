// The release that is served now, as its list tells.
import { DeliveryError, say } from "../actions.ts";
import { bytesContent, type Content } from "../aws/content.ts";
import { AwsError } from "../aws/request.ts";
import { type Bucket, get } from "../aws/s3.ts";
import type { Release, ReleaseList } from "./list.ts";
import { asList, LARGEST } from "./packed.ts";
import type { ListObject, State } from "./state.ts";

/** The most lists to read for it. It is the newest, or behind those of runs that were stopped. */
const TRIED = 5;

export interface Base {
  readonly list: ReleaseList;
  readonly object: ListObject;
  /** When its release was complete. */
  readonly marked: Date;
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
    const bytes = await readObject(bucket, object);
    const list = bytes && asList(bytes);
    if (list === undefined) say(`${object.key} is no list of a release.`);
    else if (markerOf(list).md5 === marker.etag) return { list, object, marked: marker.modified };
  }
  return undefined;
}

/**
 * A list's bytes, or undefined if it cannot be read: somebody with the role's rights could have put it so.
 *
 * @throws DeliveryError if the role may not read lists at all.
 */
export async function readObject(bucket: Bucket, { key, size }: ListObject): Promise<Buffer | undefined> {
  if (size > LARGEST.compressed) return undefined;
  try {
    return (await get(bucket, key))?.body;
  } catch (error) {
    if (!(error instanceof AwsError) || error.status < 400 || error.status >= 500) throw error;
    // An object under a key of KMS is refused, too.
    if (error.code !== "AccessDenied" || error.message.includes("kms:")) return undefined;
    throw new DeliveryError(
      `${error.message}\nThe role may not read the lists of releases. Has an administrator brought the stack up?`,
    );
  }
}
