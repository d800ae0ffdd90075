// Requests the site as visitors do after a release: is it this release, complete, and served correctly? Checks that fail
// are retried for a while; then each failed check says what it expected and what it saw.
//
// Each file is requested at its address, according to routing in the stack's committed file: those that this release
// wrote, and a sample of the others; all of them if another release was in progress.
//
// Settings come from the environment: SITE_URL, AWS_REGION and those of sync-site.ts; to override defaults,
// HTTP_URL, BUCKET_URL, PROBE_SECONDS (90), PROBE_WAIT_MS (3000), IDLE_TIMEOUT_MS (15000).
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError, run, say, some } from "./lib/actions.ts";
import { each } from "./lib/aws/pool.ts";
import { type Check, checksOf } from "./lib/checks.ts";
import { region, stackName } from "./lib/forms.ts";
import type { PublishedFile } from "./lib/publishing/files.ts";
import { handedOn, runSettings } from "./lib/publishing/folder.ts";
import { idOf } from "./lib/publishing/keys.ts";
import type { Outcome } from "./lib/publishing/publish.ts";
import { readOthers } from "./lib/publishing/state.ts";
import { bucketFromEnvironment } from "./lib/publishing/target.ts";
import { positiveInteger, readSettings } from "./lib/settings.ts";
import { origin, plainOrigin, siteUrl } from "./lib/site.ts";
import { readStackFile } from "./lib/stack-file.ts";
import { isFirstPageRedirected, routingIn } from "./lib/stack-settings.ts";

/** Of the files that a release did not write: different ones each time, but the same in each attempt to look. */
const SAMPLE = 100;

const settings = {
  ...runSettings,
  STACK: stackName,
  SITE_URL: siteUrl,
  AWS_REGION: region,
  PROBE_SECONDS: positiveInteger("whole seconds", "90"),
  PROBE_WAIT_MS: positiveInteger("whole milliseconds", "3000"),
  IDLE_TIMEOUT_MS: positiveInteger("whole milliseconds", "15000"),
};

async function main(): Promise<void> {
  const { PROBE_SECONDS, PROBE_WAIT_MS, AWS_REGION, STACK, RUNNER_TEMP, ...web } = readSettings(settings);
  const bucket = bucketFromEnvironment();
  const addresses = readSettings({
    HTTP_URL: { ...plainOrigin("the site's address without TLS"), fallback: web.SITE_URL.replace("https:", "http:") },
    BUCKET_URL: {
      ...origin("the bucket's own address"),
      fallback: `https://${bucket.name}.s3.${AWS_REGION}.amazonaws.com`,
    },
  });
  const deadline = Date.now() + PROBE_SECONDS * 1000;
  const published = handedOn(RUNNER_TEMP, "published");
  const { list } = published;
  const alone = (await readOthers(bucket, list)).length === 0;
  if (!alone) say("Another release was under way: every file is checked.");
  const file = readStackFile(`Pulumi.${STACK}.yaml`);
  const looked = lookedAt(published, alone).filter(({ key }) => key !== "index.html" || !isFirstPageRedirected(file));
  const { site, files } = checksOf({ ...web, ...addresses, routing: routingIn(file), list, files: looked });
  const checks = [...site, ...files];
  let failed = await failing(checks);
  while (failed.length > 0) {
    const problems = failed.map(({ check, seen }) => `${check.name}: expected ${check.want}; saw ${seen}`);
    const count = `${problems.length} of ${checks.length} checks of ${web.SITE_URL}`;
    if (Date.now() + PROBE_WAIT_MS > deadline) throw new DeliveryError(`${count} failed:\n${shown(problems)}`);
    say(`${count} still fail, for example ${problems[0] ?? ""}`);
    await sleep(PROBE_WAIT_MS);
    failed = await failing(failed.map(({ check }) => check));
  }
  for (const { name, want } of site) say(`ok ${name}: ${want}`);
  say(
    `ok ${files.length} of ${list.files.length} files: ${some(
      files.map(({ name }) => name),
      20,
    )}`,
  );
}

/**
 * The first page, what the release has written, and a sample of the rest.
 *
 * @param alone - Whether no other release was under way: else each file may be another's.
 */
function lookedAt({ list, written }: Pick<Outcome, "list" | "written">, alone: boolean): readonly PublishedFile[] {
  const rest = list.files.length - written.length;
  if (!alone || rest <= SAMPLE) return list.files;
  const own = new Set([...written, "index.html"]);
  const draw = (key: string): string =>
    createHash("sha256")
      .update(`${idOf(list)} ${key}`)
      .digest("hex");
  const others = list.files.filter(({ key }) => !own.has(key)).map((file) => ({ file, lot: draw(file.key) }));
  const sample = others.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, SAMPLE);
  return [...list.files.filter(({ key }) => own.has(key)), ...sample.map(({ file }) => file)];
}

async function failing(checks: readonly Check[]): Promise<{ check: Check; seen: string }[]> {
  const looks = await each(checks, async (check) => ({ check, seen: await check.look() }));
  return looks.flatMap(({ check, seen }) => (seen === undefined ? [] : [{ check, seen }]));
}

/** An annotation has its limit, and a hundred say as much as a thousand. */
function shown(problems: readonly string[]): string {
  const more = problems.length > 100 ? [`and ${problems.length - 100} more`] : [];
  return [...problems.slice(0, 100), ...more].join("\n");
}

await run(main);
