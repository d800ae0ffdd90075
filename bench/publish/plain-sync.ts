import { join } from "node:path";
import { BUCKET, DISTRIBUTION, SESSION_KEY } from "../../tests/workflows/publish-run";
import { runJob } from "../../tests/workflows/run-job";
import type { AwsCall, World } from "../../tests/workflows/world";

/** What many workflows do: two commands. */
const JOB = {
  steps: [
    { name: "Sync", run: 'aws s3 sync . "s3://$SITE_BUCKET" --delete' },
    { name: "Invalidate", run: 'aws cloudfront create-invalidation --distribution-id "$DISTRIBUTION_ID" --paths "/*"' },
  ],
};

/**
 * Publishes a build by `aws s3 sync --delete` and an invalidation of everything.
 *
 * @param runner - A folder for the runner's files, which need not be there.
 * @returns The calls of `aws`.
 * @throws Error with what was printed, if one of them fails.
 */
export async function plainSync(site: string, world: World, runner: string): Promise<readonly AwsCall[]> {
  const before = world.calls.length;
  const results = await runJob(JOB, {
    folder: runner,
    workspace: site,
    path: [join(world.folder, "bin")],
    env: {
      AWS_WORLD: world.folder,
      AWS_ACCESS_KEY_ID: SESSION_KEY,
      AWS_REGION: "eu-central-1",
      SITE_BUCKET: BUCKET,
      DISTRIBUTION_ID: DISTRIBUTION,
    },
    contexts: {},
    actions: {},
  });
  const failure = results.find(({ outcome }) => outcome === "failure");
  if (failure !== undefined) throw new Error(`aws s3 sync --delete failed:\n${failure.output}`);
  return world.calls.slice(before);
}
