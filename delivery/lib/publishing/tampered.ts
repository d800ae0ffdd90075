// The parts of a site that are not as its release left them.
import type { Base } from "./base.ts";
import { unfinished } from "./others.ts";
import type { State } from "./state.ts";

/** Milliseconds for which an announced release may be under way: no job of publish-site.yml takes longer. */
const UNDER_WAY = 30 * 60 * 1000;

/** Whether a release seems to be under way, announced and not listed: what differs then is its own. */
export function isReleasing({ lists }: State, now: number): boolean {
  return unfinished(lists).some(({ modified }) => now - modified.getTime() < UNDER_WAY);
}

/**
 * The differences, one per line; none if nothing was ever published.
 *
 * A changed type or header shows by the time: everything that a release puts is older than its marker.
 */
export function tampered({ files, marker }: State, base: Base | undefined): string[] {
  if (marker === undefined && files.size === 0) return [];
  if (base === undefined) return ["release.json is not that of any of the newest releases"];
  const released = new Map(base.list.files.map((file) => [file.key, file]));
  const missing = [...released.keys()].filter((key) => !files.has(key)).map((key) => `${key} is missing`);
  const changed = [...files].flatMap(([key, { etag, modified }]) => {
    const file = released.get(key);
    const at = `${key} was written at ${modified.toISOString()}, after the release`;
    if (file !== undefined && file.md5 !== etag) return [`${key} has other content than the release put`];
    return modified > base.marked ? [file === undefined ? `${at}, and is no file of it` : at] : [];
  });
  return [...missing, ...changed];
}
