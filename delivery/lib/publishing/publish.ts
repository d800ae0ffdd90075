// Puts a release into the bucket, so that nothing served ever links to a missing file:
//
//   the announcement      which files the release will have: from now on no other release prunes them
//   immutable files       whose names nothing that is served has yet
//   new pages, the rest   pages that link to the new ones; the first page last
//   the list              what is where, by version, and what earlier releases left
//   release.json          the marker, which says that all the rest is there
import { annotate, say, some } from "../actions.ts";
import { bytesContent, type Content } from "../aws/content.ts";
import { each } from "../aws/pool.ts";
import { AwsError } from "../aws/request.ts";
import { type Bucket, type Headers, put, type Version } from "../aws/s3.ts";
import { type Base, foldedWith, markerOf, readBase, readNames } from "./base.ts";
import { differences } from "./differences.ts";
import { headersOf, type PublishedFile, type ReleaseFile } from "./files.ts";
import { keyOf, MARKER } from "./keys.ts";
import { packed, type Release, type ReleaseList } from "./list.ts";
import { pastOf } from "./past.ts";
import { leftoversOf, readState, type State, toCount } from "./state.ts";

export interface Publishing {
  readonly bucket: Bucket;
  readonly release: Release;
  readonly files: readonly ReleaseFile[];
  /** Called before the first of these files is written; throws if one cannot be. */
  readonly check?: (files: readonly ReleaseFile[]) => Promise<void>;
  /** Puts one file, from wherever it is. */
  readonly write: (file: ReleaseFile, headers: Headers) => Promise<Version>;
  /** Whether an invalidation can be left out if nothing was written since the last one. */
  readonly mayStayQuiet: boolean;
}

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

export async function publish(publishing: Publishing): Promise<Outcome> {
  const { bucket, release, files, write } = publishing;
  const names = files.map(({ key, immutable }) => ({ key, immutable }));
  const announced = await putOnce(bucket, keyOf(release, "begun"), bytesContent(packed({ ...release, files: names })));
  const state = await readState(bucket);
  const base = await readBase(bucket, state);
  if (base === undefined && state.marker !== undefined) say("No list says what is served: every file is uploaded.");
  const { phases, kept, renewed, strange } = differences(files, state, base, announced.versionId !== undefined);
  const done: PublishedFile[] = [...kept];
  await publishing.check?.(phases.flat());
  for (const phase of phases) {
    const these = await each(phase, async (file) => ({
      ...file,
      version: (await write(file, headersOf(file))).versionId,
    }));
    done.push(...these);
  }
  if (strange.length > 0) {
    say(
      `${strange.length} files were not written by the release that was served, and are uploaded again: ${some(strange)}.`,
    );
  }
  const invalidated = publishing.mayStayQuiet && phases.length === 0 && isQuiet(state, base);
  const now = new Date();
  const others = await readNames(bucket, toCount(state.lists, release, foldedWith(base)));
  const past = pastOf(files, state, base, others, now);
  const list: ReleaseList = { ...release, invalidated, files: done.sort((a, b) => (a.key < b.key ? -1 : 1)), ...past };
  await putOnce(bucket, keyOf(release, "list"), bytesContent(packed(list)));
  await put(bucket, MARKER, markerOf(release), { "content-type": "application/json", "cache-control": "no-cache" });
  const written = phases.flat().map(({ key }) => key);
  if (renewed.length > 0) {
    annotate(
      "warning",
      `${some(renewed)}: the content has changed and the name, which promises that it does not, has not. Browsers that have the old one may keep it for a year. From now on they ask for it again each time; give it a new name to reach them all.`,
    );
  }
  say(`Release of ${release.commit}: ${written.length} files uploaded, ${kept.length} unchanged.`);
  return { list, written, renewed, leftovers: leftoversOf(state.lists, past.folded) };
}

/** Puts an object with a unique name. If somebody has taken the name, publishing goes on. */
async function putOnce(bucket: Bucket, key: string, content: Content): Promise<Version> {
  const headers = { "content-type": "application/gzip", "cache-control": "no-cache" };
  try {
    return await put(bucket, key, content, headers, "new");
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "PreconditionFailed")) throw error;
    annotate("warning", `${key} is in the bucket already, and this run did not put it. Who did? It is replaced.`);
    return put(bucket, key, content, headers);
  }
}

/** Whether the edges have forgotten all that was written before, and nobody has written since. */
function isQuiet({ files, lists }: State, base: Base | undefined): boolean {
  if (base === undefined) return false;
  const isDone = base.list.invalidated || lists.some(({ key }) => key === keyOf(base.list, "invalidated"));
  return isDone && [...files.values()].every(({ modified }) => modified <= base.marked);
}
