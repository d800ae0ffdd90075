// Once the new release is served, deletes what no release needs any more:
//
//   - immutable files that the releases of the last 30 days and the five newest ones do not have: pages that somebody has
//     open can still load their own;
//   - pages and other files that earlier releases had and this one has not. What no release put there is left alone;
//   - lists of releases that cannot be restored any more, and announcements of those that have ended.
//
// Everything deleted can be restored for the stack's restoreDays. Settings come from the environment:
// DISTRIBUTION_ID, and those of sync-site.ts.
import { run } from "./lib/actions.ts";
import { invalidateAll } from "./lib/aws/cloudfront.ts";
import { distributionId, stackName } from "./lib/forms.ts";
import { handedOn, runSettings } from "./lib/publishing/folder.ts";
import { idOf } from "./lib/publishing/keys.ts";
import { prune } from "./lib/publishing/prune.ts";
import { bucketFromEnvironment } from "./lib/publishing/target.ts";
import { readSettings } from "./lib/settings.ts";
import { readStackFile } from "./lib/stack-file.ts";
import { restoreDaysIn } from "./lib/stack-settings.ts";

await run(async () => {
  const { RUNNER_TEMP, DISTRIBUTION_ID, STACK } = readSettings({
    ...runSettings,
    DISTRIBUTION_ID: distributionId,
    STACK: stackName,
  });
  const bucket = bucketFromEnvironment();
  const published = handedOn(RUNNER_TEMP, "published");
  const gone = await prune(bucket, published, restoreDaysIn(readStackFile(`Pulumi.${STACK}.yaml`)));
  // Somebody may have asked for one since the invalidation.
  if (gone.length > 0) await invalidateAll(bucket.aws, DISTRIBUTION_ID, `gha-${idOf(published.list)}-pruned`);
});
