// Compares a site's files with its last release: writes those that differ to the file REPORT, one per line.
//
// Files of a release in progress look like files that somebody else wrote, so this waits for it; but not forever, because
// an announcement may be planted to make it wait.
//
// Settings come from the environment: STACK, SITE_BUCKET, DRIFT_ROLE_ARN, REPORT (a file to write), and what the action
// that assumes the role leaves; to override defaults, WAIT_SECONDS (600), WAIT_MS (15000).
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { run, say } from "./lib/actions.ts";
import { type Base, readBase } from "./lib/publishing/base.ts";
import { readState, type State, unfinished } from "./lib/publishing/state.ts";
import { bucketFromEnvironment } from "./lib/publishing/target.ts";
import { positiveInteger, readSettings, textLike } from "./lib/settings.ts";

/** Milliseconds for which an announced release may be under way: no job of publish-site.yml takes longer. */
const LONGEST = 30 * 60 * 1000;

const UNDER_WAY = "A release is announced and has no list yet: if a run is publishing, the differences may be its own";

await run(async () => {
  const { REPORT, WAIT_SECONDS, WAIT_MS } = readSettings({
    REPORT: textLike(/^/, "the file to write the differences to"),
    WAIT_SECONDS: positiveInteger("whole seconds", "600"),
    WAIT_MS: positiveInteger("whole milliseconds", "15000"),
  });
  const bucket = bucketFromEnvironment("DRIFT_ROLE_ARN");
  let state = await readState(bucket);
  const deadline = Date.now() + WAIT_SECONDS * 1000;
  while (isReleasing(state) && Date.now() < deadline) {
    say("A release is under way: waiting for its list.");
    await sleep(WAIT_MS);
    state = await readState(bucket);
  }
  const lines = tampered(state, await readBase(bucket, state));
  if (lines.length > 0 && isReleasing(state)) lines.push(UNDER_WAY);
  for (const line of lines) say(line);
  if (lines.length === 0) say(`The ${state.files.size} files of the site are as the last release has left them.`);
  else writeFileSync(REPORT, `${lines.join("\n")}\n`);
});

/** Whether a release seems to be under way, announced and not listed: what differs then is its own. */
function isReleasing({ lists }: State): boolean {
  return unfinished(lists).some(({ modified }) => Date.now() - modified.getTime() < LONGEST);
}

/**
 * The differences, one per line; none if nothing was ever published.
 *
 * A changed type or header shows by the time: everything that a release puts is older than its marker.
 */
function tampered({ files, marker }: State, base: Base | undefined): string[] {
  if (marker === undefined && files.size === 0) return [];
  if (base === undefined) return ["release.json is not that of any of the newest releases"];
  const released = new Map(base.list.files.map((file) => [file.key, file]));
  const missing = [...released.keys()].filter((key) => !files.has(key)).map((key) => `${key} is missing`);
  const changed = [...files].flatMap(([key, { etag, modified }]) => {
    const file = released.get(key);
    const at = `${key} was written at ${modified.toISOString()}, after the release`;
    if (file !== undefined && file.md5 !== etag) return [`${key} has content that the release did not upload`];
    return modified > base.marked ? [file === undefined ? `${at}, and is not a file of it` : at] : [];
  });
  return [...missing, ...changed];
}
