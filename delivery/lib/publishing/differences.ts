// The part of a release that is not in the bucket yet.
import type { Listed } from "../aws/s3-lists.ts";
import type { Base } from "./base.ts";
import { cacheControl, hasHeadersOf, type PublishedFile, type ReleaseFile } from "./files.ts";
import { isPublished } from "./list.ts";
import type { State } from "./state.ts";

export interface Differences {
  /** To be written, in this order: each phase is complete before the next begins. */
  readonly phases: readonly (readonly PublishedFile[])[];
  /** Already there as they should be. */
  readonly kept: readonly PublishedFile[];
  /** Immutable files with other content under the same name: anyone who has the old one keeps it. */
  readonly renewed: readonly string[];
  /** Files that somebody else has written since the release that is served. */
  readonly strange: readonly string[];
}

/**
 * Compares a release with S3's list: a file stays if its MD5 is the same, the served release put it with the
 * headers that it would get today, and nobody has written it since.
 *
 * @param versioned - The bucket has versioning: a file without a version's id is put again, to have one.
 */
export function differences(
  files: readonly ReleaseFile[],
  { files: there }: State,
  base: Base | undefined,
  versioned: boolean,
): Differences {
  const { files: served = [], past = [] } = base?.list ?? {};
  const known = [...past.flatMap((file) => (isPublished(file) ? [file] : [])), ...served];
  const before = new Map(known.map((file) => [file.key, file]));
  const [writes, kept, renewed]: [PublishedFile[], PublishedFile[], string[]] = [[], [], []];
  const strange: string[] = [];
  for (const planned of files) {
    const { key, md5 } = planned;
    const [now, was] = [there.get(key), before.get(key)];
    const same = now?.etag === md5;
    const foreign = base !== undefined && now !== undefined && isForeign(now, was, base.marked);
    const changed = planned.immutable && hasOtherContent(md5, now, was);
    if (changed) renewed.push(key);
    if (foreign) strange.push(key);
    const isRenewed = planned.immutable && (changed || was?.renewed === true);
    const file = isRenewed ? { ...planned, immutable: false, renewed: true } : planned;
    const stays = same && !foreign && was !== undefined && hasHeadersOf(was, file);
    if (stays && (was.version !== undefined || !versioned))
      kept.push({ ...file, cache: was.cache, version: was.version });
    else writes.push({ ...file, cache: cacheControl(file.immutable) });
  }
  const phaseOf = ({ key, immutable }: ReleaseFile): number => {
    if (immutable) return 0;
    if (key === "index.html") return 3;
    // Nothing that is served links to a new page yet.
    return there.has(key) ? 2 : 1;
  };
  const phases = [0, 1, 2, 3].map((phase) => writes.filter((file) => phaseOf(file) === phase));
  return { phases: phases.filter((phase) => phase.length > 0), kept, renewed, strange };
}

/** Whether somebody wrote a file after the release that is served. */
function isForeign(now: Listed, was: PublishedFile | undefined, marked: Date): boolean {
  return now.modified > marked || (was !== undefined && now.etag !== was.md5);
}

/** Whether browsers may have this name with other content. What was only tampered with is put right, and keeps its name. */
function hasOtherContent(md5: string, now: Listed | undefined, was: PublishedFile | undefined): boolean {
  if (was !== undefined) return was.immutable && was.md5 !== md5;
  // A multipart ETag is not an MD5.
  return now !== undefined && now.etag !== md5 && /^[0-9a-f]{32}$/.test(now.etag);
}
