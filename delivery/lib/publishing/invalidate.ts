import { say } from "../actions.ts";
import { invalidateAll, type Waiting } from "../aws/cloudfront.ts";
import { bytesContent } from "../aws/content.ts";
import { type Bucket, put } from "../aws/s3.ts";
import { idOf, keyOf } from "./keys.ts";
import type { ReleaseList } from "./list.ts";

/** Invalidates the edge caches, and notes that next to the release's list. */
export async function invalidate(
  bucket: Bucket,
  distribution: string,
  list: ReleaseList,
  waiting?: Waiting,
): Promise<void> {
  if (list.invalidated) {
    say("Nothing was written since the last invalidation: there is nothing to invalidate.");
    return;
  }
  const id = await invalidateAll(bucket.aws, distribution, `gha-${idOf(list)}`, waiting);
  const mark = bytesContent(JSON.stringify({ invalidation: id, time: new Date().toISOString() }));
  const headers = { "content-type": "application/json", "cache-control": "no-cache" };
  await put(bucket, keyOf(list, "invalidated"), mark, headers);
}
