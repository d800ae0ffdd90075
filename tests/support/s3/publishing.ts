// Releases as the scripts of delivery/ make them, in a test's own process.
import type * as Publish from "../../../delivery/lib/publishing/publish.ts" with { "resolution-mode": "import" };
import type * as Lists from "../../../delivery/lib/publishing/list.ts" with { "resolution-mode": "import" };
import type * as Prune from "../../../delivery/lib/publishing/prune.ts" with { "resolution-mode": "import" };
import type * as Invalidate from "../../../delivery/lib/publishing/invalidate.ts" with { "resolution-mode": "import" };
import type * as Keys from "../../../delivery/lib/publishing/keys.ts" with { "resolution-mode": "import" };
import type * as Restore from "../../../delivery/lib/publishing/restore.ts" with { "resolution-mode": "import" };
import type * as Content from "../../../delivery/lib/release/content-type.ts" with { "resolution-mode": "import" };
import type * as Immutable from "../../../delivery/lib/release/immutable.ts" with { "resolution-mode": "import" };
import type { ReleaseFile } from "../../../delivery/lib/publishing/files.ts" with { "resolution-mode": "import" };
import type { Bucket } from "../../../delivery/lib/aws/s3.ts" with { "resolution-mode": "import" };
import { printedTo } from "../printed";
import { type Client, loadClient } from "./client";
import { DISTRIBUTION } from "./double";
import type { Store } from "../../../offline/s3/store";

export type { ReleaseFile };
export type Outcome = Publish.Outcome;
export type ReleaseList = Lists.ReleaseList;

export type Modules = Client &
  typeof Publish &
  typeof Lists &
  typeof Prune &
  typeof Invalidate &
  typeof Restore &
  typeof Keys &
  typeof Content &
  typeof Immutable;

export async function loadPublishing(): Promise<Modules> {
  const client = await loadClient();
  return {
    ...client,
    ...(await import("../../../delivery/lib/publishing/publish.ts")),
    ...(await import("../../../delivery/lib/publishing/list.ts")),
    ...(await import("../../../delivery/lib/publishing/prune.ts")),
    ...(await import("../../../delivery/lib/publishing/invalidate.ts")),
    ...(await import("../../../delivery/lib/publishing/keys.ts")),
    ...(await import("../../../delivery/lib/publishing/restore.ts")),
    ...(await import("../../../delivery/lib/release/content-type.ts")),
    ...(await import("../../../delivery/lib/release/immutable.ts")),
  };
}

/** A built site: contents by their keys. */
export type Site = Readonly<Record<string, string>>;

/** What prepare-release.ts makes of it. */
export function prepared(modules: Modules, site: Site): ReleaseFile[] {
  const table = modules.readImmutable();
  return Object.entries(site).map(([key, content]) => {
    const { size, md5, sha256 } = modules.bytesContent(content);
    return { key, size, md5, sha256, ...modules.contentOf(key), immutable: modules.isImmutable(key, table) };
  });
}

/** One release, step by step. */
export class Run {
  outcome: Outcome | undefined;
  readonly id: { readonly run: string; readonly attempt: string };

  constructor(
    private readonly modules: Modules,
    private readonly bucket: Bucket,
    private readonly site: Site,
    readonly run: string,
    private readonly options: { readonly attempt?: string; readonly quiet?: boolean } = {},
  ) {
    this.id = { run, attempt: options.attempt ?? "1" };
  }

  get commit(): string {
    return this.run.padStart(40, "c");
  }

  sync(): Promise<Outcome> {
    return silently(() => this.synced());
  }

  private async synced(): Promise<Outcome> {
    const { modules, bucket, site } = this;
    this.outcome = await modules.publish({
      bucket,
      release: { ...this.id, commit: this.commit, time: new Date().toISOString() },
      files: prepared(modules, site),
      write: ({ key }, headers) => modules.put(bucket, key, modules.bytesContent(site[key] ?? ""), headers),
      mayStayQuiet: this.options.quiet ?? true,
    });
    return this.outcome;
  }

  async invalidate(): Promise<void> {
    await silently(() => this.modules.invalidate(this.bucket, DISTRIBUTION, this.done.list, { interval: 1 }));
  }

  prune(): Promise<readonly string[]> {
    return silently(() => this.modules.prune(this.bucket, this.done, 90));
  }

  /** In place of a sync: that commit's newest release again. */
  async restore(commit: string): Promise<Outcome> {
    const release = { ...this.id, commit, time: new Date().toISOString() };
    this.outcome = await silently(() => this.modules.restore(this.bucket, release));
    return this.outcome;
  }

  async whole(): Promise<Outcome> {
    await this.sync();
    await this.invalidate();
    await this.prune();
    return this.done;
  }

  private get done(): Outcome {
    if (this.outcome === undefined) throw new Error("it has not been synced");
    return this.outcome;
  }
}

/** Keeps what a release says out of the tests' output. */
export function silently<T>(work: () => Promise<T>): Promise<T> {
  return printedTo({ stdout: "", stderr: "" }, work);
}

/** The files of the site that a bucket shows. */
export function shown(store: Store): Site {
  const files = [...store.current()].filter(([key]) => key !== "release.json" && !key.startsWith("_releases/"));
  return Object.fromEntries(files.map(([key, { bytes }]) => [key, String(bytes)]));
}

/** What answers 404 to somebody who starts at / and follows every link and every asset served. */
export function brokenLinks(store: Store): string[] {
  const [seen, broken, open] = [new Set<string>(), new Set<string>(), ["/"]];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const key = path === "/" ? "index.html" : path.slice(1);
    const page = store.find(key)?.bytes;
    if (page === undefined) broken.add(path);
    else if (key.endsWith(".html")) {
      for (const [, link = ""] of String(page).matchAll(/(?:href|src)="(\/[^"#?]*)/g)) open.push(link);
    }
  }
  return [...broken].sort();
}
