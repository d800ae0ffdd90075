// Looks at the site as visitors do, once a release is published: is it this release, whole, and served as it should be?
// What is not right yet is looked at again for a while; then each check that failed says what it wanted and what it saw.
//
// Each file is asked for at its address, by the setting routing in the stack's committed file.
//
// Settings come from the environment: STACK (whose file is Pulumi.<stack>.yaml in the current folder), SITE_URL,
// SITE_BUCKET, AWS_REGION and what Actions sets by itself; where the defaults do not fit HTTP_URL, BUCKET_URL, PROBE_SECONDS (90), PROBE_WAIT_MS (3000), REQUEST_TIMEOUT_MS (15000).
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError, run, say } from "./lib/actions.ts";
import { type Check, checksOf } from "./lib/checks.ts";
import { region, stackName } from "./lib/forms.ts";
import { patienceSettings } from "./lib/http.ts";
import { readRouting } from "./lib/routing.ts";
import { releaseSettings } from "./lib/release.ts";
import { each, origin, plainOrigin, siteUrl } from "./lib/site.ts";
import { positiveInteger, readSettings } from "./lib/settings.ts";

const settings = {
  ...releaseSettings,
  ...patienceSettings,
  STACK: stackName,
  SITE_URL: siteUrl,
  AWS_REGION: region,
  PROBE_SECONDS: positiveInteger("whole seconds", "90"),
  PROBE_WAIT_MS: positiveInteger("whole milliseconds", "3000"),
};

async function main(): Promise<void> {
  const { PROBE_SECONDS, PROBE_WAIT_MS, AWS_REGION, STACK, SITE_BUCKET, ...rest } = readSettings(settings);
  const suffix = AWS_REGION.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const { HTTP_URL, BUCKET_URL } = readSettings({
    HTTP_URL: { ...plainOrigin("the site's address without TLS"), fallback: rest.SITE_URL.replace("https:", "http:") },
    BUCKET_URL: {
      ...origin("the bucket's own address"),
      fallback: `https://${SITE_BUCKET}.s3.${AWS_REGION}.${suffix}`,
    },
  });
  const deadline = Date.now() + PROBE_SECONDS * 1000;
  const checks = checksOf({ ...rest, HTTP_URL, BUCKET_URL, routing: readRouting(`Pulumi.${STACK}.yaml`) });
  let failed = await failing(checks);
  while (failed.length > 0) {
    const problems = failed.map(({ check, seen }) => `${check.name}: wanted ${check.want}; saw ${seen}`);
    const count = `${problems.length} of ${checks.length} checks of ${rest.SITE_URL}`;
    if (Date.now() + PROBE_WAIT_MS > deadline) throw new DeliveryError(`${count} failed:\n${problems.join("\n")}`);
    say(`${count} fail yet, for example ${problems[0] ?? ""}`);
    await sleep(PROBE_WAIT_MS);
    failed = await failing(failed.map(({ check }) => check));
  }
  for (const { name, want } of checks) say(`ok ${name}: ${want}`);
}

async function failing(checks: readonly Check[]): Promise<{ check: Check; seen: string }[]> {
  const looked = await each(checks, async (check) => ({ check, seen: await check.look() }));
  return looked.flatMap(({ check, seen }) => (seen === undefined ? [] : [{ check, seen }]));
}

await run(main);
