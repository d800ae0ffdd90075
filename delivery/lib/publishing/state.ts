// What a bucket holds before a release, and which of its lists are of releases that a list does not count yet.
import { list, type Listed } from "../aws/s3-lists.ts";
import type { Bucket } from "../aws/s3.ts";
import { idOf, isOwn, type Kind, LISTS, MARKER, meaningOf, type ReleaseId } from "./keys.ts";
import type { FoldedList, ReleaseList } from "./list.ts";

/** Milliseconds after which an announced release without a list counts as stopped: a job ends long before. */
const UNFINISHED = 12 * 60 * 60 * 1000;

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

/** The announcements of releases that have no list: they are under way, or were stopped. */
export function unfinished(lists: readonly ListObject[]): ListObject[] {
  const listed = new Set(lists.filter(({ kind }) => kind === "list").map(({ id }) => idOf(id)));
  return lists.filter(({ kind, id }) => kind === "begun" && !listed.has(idOf(id)));
}

/** The lists of other releases, and the announcements of those that have none. */
function uncounted(lists: readonly ListObject[], own: ReleaseId, folded: ReleaseList["folded"]): ListObject[] {
  const known = new Set(folded.map(({ key }) => key));
  const open = new Set(unfinished(lists));
  return lists.filter((object) => {
    if (known.has(object.key) || idOf(object.id) === idOf(own) || object.kind === "invalidated") return false;
    return object.kind !== "begun" || open.has(object);
  });
}

function isUnderWay({ kind, id, modified }: ListObject, own: ReleaseId): boolean {
  const isEarlierAttempt = id.run === own.run && Number(id.attempt) < Number(own.attempt);
  return kind === "begun" && !isEarlierAttempt && Date.now() - modified.getTime() < UNFINISHED;
}

/**
 * Those whose files have to be counted: of releases that overlapped, that were stopped, or from before there were such
 * lists. Not those of releases that may be under way.
 */
export function toCount(lists: readonly ListObject[], own: ReleaseId, folded: ReleaseList["folded"]): ListObject[] {
  return uncounted(lists, own, folded).filter((object) => !isUnderWay(object, own));
}

/** Those in the bucket by now whose files have to stay: of releases under way, or that have ended since `own` looked. */
export async function readOthers(bucket: Bucket, own: ReleaseList): Promise<ListObject[]> {
  const lists: Listed[] = [];
  for await (const file of list(bucket, LISTS)) lists.push(file);
  return uncounted(ours(lists), own, own.folded).filter((object) => object.kind === "list" || isUnderWay(object, own));
}

/** The announcements and marks of releases that are folded: nobody needs them any more. */
export function leftoversOf(lists: readonly ListObject[], folded: readonly FoldedList[]): string[] {
  const counted = new Set(folded.map(({ key }) => meaningOf(key)).map((meaning) => meaning && idOf(meaning.id)));
  return lists
    .filter(({ kind, id }) => (kind === "begun" || kind === "invalidated") && counted.has(idOf(id)))
    .map(({ key }) => key);
}
