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
import { readBase } from "./lib/publishing/base.ts";
import { readState } from "./lib/publishing/state.ts";
import { isReleasing, tampered } from "./lib/publishing/tampered.ts";
import { bucketFromEnvironment } from "./lib/publishing/target.ts";
import { positiveInteger, readSettings, textLike } from "./lib/settings.ts";

const UNDER_WAY = "A release is announced and has no list yet: if a run is publishing, the differences may be its own";

await run(async () => {
  const { REPORT, WAIT_SECONDS, WAIT_MS } = readSettings({
    REPORT: textLike(/^/, "the file to write the differences to"),
    WAIT_SECONDS: positiveInteger("whole seconds", "600"),
    WAIT_MS: positiveInteger("whole milliseconds", "15000"),
  });
  const bucket = bucketFromEnvironment("DRIFT_ROLE_ARN");
  const deadline = Date.now() + WAIT_SECONDS * 1000;
  let state = await readState(bucket);
  while (isReleasing(state, Date.now()) && Date.now() < deadline) {
    say("A release is under way: waiting for its list.");
    await sleep(WAIT_MS);
    state = await readState(bucket);
  }
  const lines = tampered(state, await readBase(bucket, state));
  if (lines.length > 0 && isReleasing(state, Date.now())) lines.push(UNDER_WAY);
  for (const line of lines) say(line);
  if (lines.length === 0) say(`The ${state.files.size} files of the site are as the last release has left them.`);
  else writeFileSync(REPORT, `${lines.join("\n")}\n`);
});
