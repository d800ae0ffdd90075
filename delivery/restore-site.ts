// Republishes a commit's newest release without a build, from the versions of its files that the bucket has kept. Like
// sync-site.ts, it passes on what was published.
//
// Settings come from the environment: those of sync-site.ts.
import { run } from "./lib/actions.ts";
import { handOn } from "./lib/publishing/handed-on.ts";
import { warnOfRenewed } from "./lib/publishing/outcome.ts";
import { restore } from "./lib/publishing/restore.ts";
import { bucketFromEnvironment, releaseFromEnvironment, runSettings } from "./lib/publishing/target.ts";
import { readSettings } from "./lib/settings.ts";

await run(async () => {
  const { RUNNER_TEMP } = readSettings(runSettings);
  const outcome = await restore(bucketFromEnvironment(), releaseFromEnvironment());
  warnOfRenewed(outcome);
  handOn(RUNNER_TEMP, "published", outcome);
});
