// Invalidates the edge caches, and waits until that is complete. If nothing was written since the previous release's
// invalidation, there is nothing to do.
//
// Settings come from the environment: DISTRIBUTION_ID, and those of sync-site.ts.
import { run } from "./lib/actions.ts";
import { distributionId } from "./lib/forms.ts";
import { handedOn, runSettings } from "./lib/publishing/folder.ts";
import { invalidate } from "./lib/publishing/invalidate.ts";
import { bucketFromEnvironment } from "./lib/publishing/target.ts";
import { readSettings } from "./lib/settings.ts";

await run(async () => {
  const { RUNNER_TEMP, DISTRIBUTION_ID } = readSettings({ ...runSettings, DISTRIBUTION_ID: distributionId });
  await invalidate(bucketFromEnvironment(), DISTRIBUTION_ID, handedOn(RUNNER_TEMP, "published").list);
});
