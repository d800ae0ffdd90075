// Uploads the release from prepare-release.ts to the bucket: the files that differ, the list and the marker.
//
// Settings come from the environment: COMMIT, SITE_BUCKET, STACK, PUBLISH_ROLE_ARN, what the action that assumes the
// role leaves, and what Actions sets itself.
import { join } from "node:path";
import { run } from "./lib/actions.ts";
import { put } from "./lib/aws/s3.ts";
import { handedOn, handOn, runSettings, siteIn } from "./lib/publishing/folder.ts";
import { publish } from "./lib/publishing/publish.ts";
import { bucketFromEnvironment, releaseFromEnvironment } from "./lib/publishing/target.ts";
import { readSettings, textLike } from "./lib/settings.ts";

await run(async () => {
  const { RUNNER_TEMP, GITHUB_EVENT_NAME } = readSettings({
    ...runSettings,
    GITHUB_EVENT_NAME: textLike(/^\w+$/, "what started the run"),
  });
  const [bucket, release] = [bucketFromEnvironment(), releaseFromEnvironment()];
  const outcome = await publish({
    bucket,
    release,
    files: handedOn(RUNNER_TEMP, "prepared"),
    write: (file, headers) => put(bucket, file.key, { ...file, source: join(siteIn(RUNNER_TEMP), file.key) }, headers),
    // Always by hand: a bad page that was put and taken back may still be at the edges.
    mayStayQuiet: GITHUB_EVENT_NAME === "push",
  });
  handOn(RUNNER_TEMP, "published", outcome);
});
