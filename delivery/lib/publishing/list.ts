// The list of a release, which says what was published and what of earlier releases is still there.
import type { PublishedFile } from "./files.ts";
import type { ReleaseId } from "./keys.ts";

export interface Release extends ReleaseId {
  readonly commit: string;
  /** ISO 8601. */
  readonly time: string;
}

/** A file that a release names. */
export interface NamedFile {
  readonly key: string;
  readonly immutable: boolean;
}

/**
 * A file of an earlier release that this one does not have, and that may still be there. How it was put is known
 * if nobody has written it since: if it comes back, it is already there.
 */
export interface PastFile extends NamedFile, Partial<Omit<PublishedFile, keyof NamedFile>> {
  /** Since when no release has it. ISO 8601. */
  readonly since: string;
  /** How many releases since then do not have it. */
  readonly releases: number;
}

/** A list whose files are counted in this one, so nobody has to read it again. */
export interface FoldedList {
  readonly key: string;
  /** Empty if the list cannot be read. */
  readonly commit: string;
  /** When its release stopped being served. ISO 8601. */
  readonly since: string;
}

export interface ReleaseList extends Release {
  /** The edges had forgotten all that was written before, and this release wrote nothing. */
  readonly invalidated: boolean;
  readonly files: readonly PublishedFile[];
  readonly past: readonly PastFile[];
  readonly folded: readonly FoldedList[];
}

/** The names in a list of any kind. */
export interface Names {
  readonly commit: string;
  readonly files: readonly NamedFile[];
  readonly past: readonly PastFile[];
}
