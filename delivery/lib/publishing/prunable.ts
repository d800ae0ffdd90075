// What no release needs any more, by the list of the newest.
import type { ReleaseList } from "./list.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Days for which pages that somebody has open go on loading the files of their release. */
const KEEP_DAYS = 30;
/** Releases whose immutable files stay however old they are, the newest among them. */
const NEWEST = 5;

export interface Prunable {
  readonly files: readonly string[];
  /** The keys of lists all of whose versions are gone. */
  readonly lists: readonly string[];
}

/** @param restoreDays - How long the bucket keeps what was replaced or deleted. */
export function prunable({ past, folded }: ReleaseList, restoreDays: number, now: number): Prunable {
  const isOlder = (since: string, days: number): boolean => Date.parse(since) < now - days * DAY;
  return {
    files: past
      .filter(({ immutable, since, releases }) => !immutable || (releases >= NEWEST && isOlder(since, KEEP_DAYS)))
      .map(({ key }) => key),
    lists: folded.filter(({ since }) => isOlder(since, restoreDays)).map(({ key }) => key),
  };
}
