// Republishes a commit's newest release without a build, from the versions of its files that the bucket has kept. Like
// sync-site.ts, it passes on what was published.
//
// Settings come from the environment: those of sync-site.ts.
import { run } from "./lib/actions.ts";
import { handOn, runSettings } from "./lib/publishing/folder.ts";
import { restore } from "./lib/publishing/restore.ts";
import { bucketFromEnvironment, releaseFromEnvironment } from "./lib/publishing/target.ts";
import { readSettings } from "./lib/settings.ts";

await run(async () => {
  const { RUNNER_TEMP } = readSettings(runSettings);
  handOn(RUNNER_TEMP, "published", await restore(bucketFromEnvironment(), releaseFromEnvironment()));
});
