import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Release, releasesOf } from "./publish/releases";
import { reportOf } from "./publish/report";
import type { Options, Report, Section } from "./section";

/** How many files are published. */
const SIZES = { quick: [10, 100], full: [10, 1000, 10_000] };

/** The requests of publish-site.yml, counted against those of a plain sync. */
export const publish: Section = { name: "publish", title: "Publishing", run };

async function run(options: Options): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "bench-publish-"));
  try {
    const releases: Release[] = [];
    for (const files of options.quick ? SIZES.quick : SIZES.full) {
      releases.push(...(await releasesOf(files, join(folder, String(files)), options)));
    }
    return reportOf(releases);
  } catch (error) {
    // Ctrl-C reaches the job's processes as well: what they then fail with is not the reason.
    options.signal.throwIfAborted();
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
