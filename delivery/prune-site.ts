// Deletes what no release needs any more, once the new release is served:
//
//   - assets that are on no list of the last 30 days, and on none of the five newest lists however old they are: pages
//     that somebody has open go on loading them. An asset younger than 30 days is never deleted;
//   - pages and other files that earlier releases had and this one has not. What no release put there is left alone.
//
// The job may list the bucket and not read it, so the lists are read where everybody can, from the site; S3's list has
// each file's MD5 (as its ETag), and a list that reads otherwise, or not at all, means that nothing is deleted: too much
// costs a few cents, too little breaks pages. Nothing is deleted either where another run has begun to publish.
// Settings come from the environment: SITE_BUCKET, SITE_URL and what Actions sets by itself.
import { annotate, DeliveryError, run, say } from "./lib/actions.ts";
import { createHash } from "node:crypto";
import { deleteFiles, listBucket, type StoredFile } from "./lib/bucket.ts";
import { patienceSettings } from "./lib/http.ts";
import { parseJson } from "./lib/json.ts";
import { asReleaseList, ASSETS, listKey, LISTS, MARKER, type ReleaseList, releaseSettings } from "./lib/release.ts";
import { each, get, siteUrl, type Web } from "./lib/site.ts";
import { positiveInteger, readSettings } from "./lib/settings.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Releases whose lists count however old they are: the one served until a minute ago is among them. */
const NEWEST = 5;

const settings = {
  ...releaseSettings,
  ...patienceSettings,
  SITE_URL: siteUrl,
  KEEP_DAYS: positiveInteger("whole days", "30"),
};

/** Why nothing can be deleted. */
class Unsure extends Error {}

async function readList(web: Web, { key, etag }: StoredFile): Promise<ReleaseList> {
  const reply = await get(web, `/${key}`);
  if (typeof reply === "string" || reply.status !== 200) {
    throw new Unsure(`${key} could not be read: ${typeof reply === "string" ? reply : reply.status}`);
  }
  if (createHash("md5").update(reply.body).digest("hex") !== etag) throw new Unsure(`${key} reads other than in S3`);
  const list = asReleaseList(parseJson(reply.body.toString()));
  if (list === undefined) throw new Unsure(`${key} is no list of a release`);
  return list;
}

/** What can go, of all that is there. */
async function prunable(stored: readonly StoredFile[], keepDays: number, ours: string, web: Web): Promise<string[]> {
  const kept = (file: StoredFile): boolean => file.modified.getTime() > Date.now() - keepDays * DAY;
  const newestFirst = stored
    .filter(({ key }) => /^_releases\/\d+\.json$/.test(key))
    .sort((a, b) => b.modified.getTime() - a.modified.getTime());
  if (newestFirst[0]?.key !== ours) throw new Unsure(`${newestFirst[0]?.key ?? LISTS} is newer than ${ours}`);
  const counted = newestFirst.filter((file, index) => index < NEWEST || kept(file));
  const lists = await each(counted, (file) => readList(web, file));
  const listed = new Set(lists.flatMap(({ files }) => files));
  const current = new Set(lists[0]?.files);
  return stored
    .filter((file) => {
      const { key } = file;
      if (current.has(key) || key === MARKER || key.startsWith(LISTS)) return false;
      return key.startsWith(ASSETS) ? !listed.has(key) && !kept(file) : listed.has(key);
    })
    .map(({ key }) => key);
}

async function main(): Promise<void> {
  const { SITE_BUCKET, KEEP_DAYS, GITHUB_RUN_ID, ...web } = readSettings(settings);
  try {
    const keys = await prunable(await listBucket(SITE_BUCKET), KEEP_DAYS, listKey(GITHUB_RUN_ID), web);
    await deleteFiles(SITE_BUCKET, keys);
    say(keys.length === 0 ? "Nothing to prune." : `Pruned ${keys.length} files: ${keys.join(", ")}`);
  } catch (error) {
    if (error instanceof DeliveryError || !(error instanceof Unsure)) throw error;
    annotate("warning", `Nothing was pruned, for ${error.message}. The next release tries again.`);
  }
}

await run(main);
