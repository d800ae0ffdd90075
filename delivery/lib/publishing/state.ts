// What a bucket holds before a release.
import { list, type Listed } from "../aws/s3-lists.ts";
import type { Bucket } from "../aws/s3.ts";
import { isOwn, type Kind, LISTS, MARKER, meaningOf, type ReleaseId } from "./keys.ts";

/** An object below `_releases/` whose name is one of ours. */
export interface ListObject {
  readonly key: string;
  readonly kind: Kind;
  /** Run and attempt. */
  readonly id: ReleaseId;
  readonly size: number;
  readonly modified: Date;
}

export interface State {
  /** The files of the site, by their keys. */
  readonly files: ReadonlyMap<string, Listed>;
  readonly marker: Listed | undefined;
  /** The newest first. */
  readonly lists: readonly ListObject[];
}

export async function readState(bucket: Bucket): Promise<State> {
  const files = new Map<string, Listed>();
  const lists: Listed[] = [];
  let marker: Listed | undefined;
  for await (const file of list(bucket)) {
    if (file.key === MARKER) marker = file;
    else if (isOwn(file.key)) lists.push(file);
    else files.set(file.key, file);
  }
  return { files, marker, lists: ours(lists) };
}

/** The lists alone. */
export async function readLists(bucket: Bucket): Promise<readonly ListObject[]> {
  const lists: Listed[] = [];
  for await (const file of list(bucket, LISTS)) lists.push(file);
  return ours(lists);
}

function ours(listed: readonly Listed[]): ListObject[] {
  return listed
    .flatMap((file) => {
      const meaning = meaningOf(file.key);
      return meaning === undefined ? [] : [{ ...file, ...meaning }];
    })
    .sort(
      (a, b) =>
        b.modified.getTime() - a.modified.getTime() ||
        Number(b.id.run) - Number(a.id.run) ||
        Number(b.id.attempt) - Number(a.id.attempt),
    );
}
