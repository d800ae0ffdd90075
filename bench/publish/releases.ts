import { rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { failed, log, publish } from "../../tests/workflows/publish-run";
import { World } from "../../tests/workflows/world";
import type { Options } from "../section";
import { writeBuild } from "./build";
import { plainSync } from "./plain-sync";
import { type Requests, requestsOf } from "./requests";

/** The releases of each size, one after the other. */
const KINDS = ["first", "unchanged", "one page changed"] as const;

/** A release as publish-site.yml published it, and as a plain sync did. */
export interface Release {
  /** Files of the build. */
  readonly files: number;
  readonly kind: (typeof KINDS)[number];
  readonly ours: Requests;
  /** Requests of the site itself that ours makes: the probe's and the prune's. */
  readonly visits: number;
  readonly plain: Requests;
  /** Seconds that each of our scripts took, by its file's name. */
  readonly seconds: Readonly<Record<string, number>>;
}

/**
 * Publishes a site three times in both ways: for the first time, the same build from a fresh checkout, and a build with
 * one changed page.
 *
 * @param folder - A folder for this site alone, which need not be there.
 * @throws Error if a release fails, with the log of its job; the signal's reason once it is aborted.
 */
export async function releasesOf(files: number, folder: string, { say, signal }: Options): Promise<Release[]> {
  const [ourWorld, plainWorld] = [new World(join(folder, "ours")), new World(join(folder, "plain"))];
  const runner = join(folder, "runner");
  // Where the job wants its artifact: to copy so many files takes longer than to write them.
  const site = join(runner, "site");
  const releases: Release[] = [];
  for (const [index, kind] of KINDS.entries()) {
    signal.throwIfAborted();
    say(`${files.toLocaleString("en-US")} files: ${kind}`);
    writeBuild(site, { files, changed: kind === "one page changed" });
    const watch = stopwatch(signal);
    const visits = ourWorld.visits;
    const published = await publish({
      site,
      world: ourWorld,
      runner,
      run: String(100 + index),
      commit: String(index).repeat(40),
      afterStep: watch.lap,
    });
    signal.throwIfAborted();
    if (failed(published).length > 0) throw new Error(`Publishing ${files} files failed:\n${log(published)}`);
    const plain = await plainSync(site, plainWorld, runner);
    releases.push({
      files,
      kind,
      ours: requestsOf(published.calls),
      visits: ourWorld.visits - visits,
      plain: requestsOf(plain),
      seconds: watch.seconds,
    });
    rmSync(runner, { recursive: true });
  }
  return releases;
}

/** Times the scripts of delivery/ from step to step. A lap throws once the signal is aborted. */
function stopwatch(signal: AbortSignal) {
  const seconds: Record<string, number> = {};
  let last = performance.now();
  const lap = ({ run = "" }: { readonly run?: string }): void => {
    signal.throwIfAborted();
    const now = performance.now();
    const [, script] = /^node delivery\/([\w-]+)\.ts$/.exec(run.trim()) ?? [];
    if (script !== undefined) seconds[script] = (now - last) / 1000;
    last = now;
  };
  return { seconds, lap };
}
