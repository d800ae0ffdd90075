// What publishing a release has done.
import { annotate, some } from "../actions.ts";
import type { ReleaseList } from "./list.ts";

/** What the steps after this one need to know. */
export interface Outcome {
  readonly list: ReleaseList;
  /** The keys of the files that were written. */
  readonly written: readonly string[];
  /** Immutable files whose content changed under their names. */
  readonly renewed: readonly string[];
  /** Announcements and marks of earlier releases, which nobody needs any more. */
  readonly leftovers: readonly string[];
}

/** Warns on the run's page of files that some visitors keep in their old version. */
export function warnOfRenewed({ renewed }: Outcome): void {
  if (renewed.length === 0) return;
  annotate(
    "warning",
    `${some(renewed)}: the content has changed and the name, which promises that it does not, has not. Browsers that have the old one may keep it for a year. From now on they ask for it again each time; give it a new name to reach them all.`,
  );
}
