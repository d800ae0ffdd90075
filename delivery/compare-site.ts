// Compares the files of a site with what its last release has left: those that differ, one a line, in the file REPORT.
//
// Settings come from the environment: STACK, SITE_BUCKET, DRIFT_ROLE_ARN, REPORT (a file to write), and what the action
// that assumes the role leaves.
import { writeFileSync } from "node:fs";
import { run, say } from "./lib/actions.ts";
import { readBase } from "./lib/publishing/base.ts";
import { readState } from "./lib/publishing/state.ts";
import { isReleasing, tampered } from "./lib/publishing/tampered.ts";
import { bucketFromEnvironment } from "./lib/publishing/target.ts";
import { readSettings, textLike } from "./lib/settings.ts";

await run(async () => {
  const { REPORT } = readSettings({ REPORT: textLike(/^/, "the file to write the differences to") });
  const bucket = bucketFromEnvironment("DRIFT_ROLE_ARN");
  const state = await readState(bucket);
  if (isReleasing(state, Date.now())) {
    say("A release is under way: the files of the site are looked at another day.");
    return;
  }
  const lines = tampered(state, await readBase(bucket, state));
  for (const line of lines) say(line);
  if (lines.length === 0) say(`The ${state.files.size} files of the site are as the last release has left them.`);
  else writeFileSync(REPORT, `${lines.join("\n")}\n`);
});
