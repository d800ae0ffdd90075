// Lays the built site out in the order in which it is published, in RUNNER_TEMP/release:
//
//   list/<run>.json   the names of all its files: what is on the list of a recent release is not pruned
//   assets/           files with a hash in their names
//   new/              other files that the bucket does not have: nothing that is served links to them yet
//   rest/             other files that it has, the pages that link to the new ones, and in any case the first page
//   release.json      commit, run and time: published last, it says that all the rest is there
//
// So a publishing that stops half way has not put a page up whose assets, or whose links, are missing.
// Settings come from the environment: COMMIT, SITE_BUCKET, and what Actions sets by itself.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DeliveryError, messageOf, run, say } from "./lib/actions.ts";
import { listBucket } from "./lib/bucket.ts";
import { ASSETS, filesBelow, LISTS, MARKER, type Release, releaseSettings } from "./lib/release.ts";
import { readSettings, textLike } from "./lib/settings.ts";

const settings = {
  ...releaseSettings,
  COMMIT: textLike(/^[0-9a-f]{40}$/, "the full hash of the commit from which the site was built"),
};

/** As far as its form tells: after a dash or a dot Vite and Rollup write eight characters, others a longer hex number. */
const HASHED = /[-.](?:[\w-]{8}|[0-9a-f]{10,64})\.\w+(?:\.map)?$/;

/** What must not be published, in words. */
function problems(files: readonly string[]): string[] {
  const unhashed = files.filter((file) => file.startsWith(ASSETS) && !HASHED.test(file));
  const ours = files.filter((file) => file === MARKER || file.startsWith(LISTS));
  return [
    ...["index.html", "404.html"].filter((page) => !files.includes(page)).map((page) => `${page} is missing`),
    ...unhashed.map((file) => `${file} has no hash in its name, and all of ${ASSETS} is kept for a year by browsers`),
    ...ours.map((file) => `${file} is a name that publishing itself uses`),
  ];
}

async function main(): Promise<void> {
  const { RUNNER_TEMP, SITE_BUCKET, GITHUB_RUN_ID, COMMIT } = readSettings(settings);
  const [site, release] = [join(RUNNER_TEMP, "site"), join(RUNNER_TEMP, "release")];
  const files = filesBelow(site);
  const wrong = problems(files);
  if (wrong.length > 0) throw new DeliveryError(`The site cannot be published:\n${wrong.join("\n")}`);
  const published = new Set((await listBucket(SITE_BUCKET)).map(({ key }) => key));
  const folderOf = (file: string): string => {
    if (file.startsWith(ASSETS)) return ".";
    return published.has(file) || file === "index.html" ? "rest" : "new";
  };
  const what: Release = { commit: COMMIT, run: GITHUB_RUN_ID, time: new Date().toISOString() };
  try {
    // Empty folders as well: the AWS CLI refuses one that is not there.
    for (const folder of ["list", "assets", "new", "rest"]) mkdirSync(join(release, folder), { recursive: true });
    for (const file of files) {
      const to = join(release, folderOf(file), file);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(site, file), to);
    }
    writeFileSync(join(release, "list", `${GITHUB_RUN_ID}.json`), JSON.stringify({ ...what, files }));
    writeFileSync(join(release, MARKER), JSON.stringify(what));
  } catch (error) {
    throw new DeliveryError(`RUNNER_TEMP: ${messageOf(error)}; wanted a folder that can be written`);
  }
  const count = (folder: string): number => files.filter((file) => folderOf(file) === folder).length;
  say(`Release of ${COMMIT}: ${count(".")} assets, ${count("new")} new files and ${count("rest")} others.`);
}

await run(main);
