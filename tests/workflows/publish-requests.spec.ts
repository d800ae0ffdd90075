import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Received } from "../support/s3/double";
import { Store } from "../../offline/s3/store";
import { temporaryFolder } from "../support/temporary-folder";
import { failed, log, publish } from "./publish-run";

/** A build of so many small files, six of ten of them hashed assets; one page says something else in as many bytes. */
function writeBuild(folder: string, files: number, changed: boolean): void {
  mkdirSync(join(folder, "assets"), { recursive: true });
  const assets = Array.from({ length: files * 0.6 }, (_, index) => {
    const content = `/* part ${index} */`;
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
    return { name: `assets/part-${index}-${hash}.js`, content };
  });
  const pages = Array.from({ length: files - assets.length }, (_, index) => ({
    name: ["index.html", "404.html"][index] ?? `page-${index}.html`,
    content: `<!doctype html><script src="/${assets[index]?.name ?? ""}"></script>${changed && index === 2 ? "new" : "old"}`,
  }));
  for (const { name, content } of [...assets, ...pages]) writeFileSync(join(folder, name), content);
}

/** How many calls of each kind there were; those that put files of the site apart. */
function requestsOf(received: readonly Received[]) {
  const isOurs = (key: string): boolean => key === "release.json" || key.startsWith("_releases/");
  const count = (is: (one: Received) => boolean): number => received.filter(is).length;
  return {
    files: count(({ method, key }) => method === "PUT" && !isOurs(key)),
    put: count(({ method, key }) => method === "PUT" && isOurs(key)),
    list: count(({ call }) => call.startsWith("GET ?")),
    get: count(({ method, key }) => method === "GET" && key !== ""),
    cloudfront: count(({ call }) => call.includes("/distribution/")),
    all: received.length,
  };
}

describe("the calls of a release", () => {
  const folder = temporaryFolder();

  for (const files of [10, 200]) {
    it(`of ${files} files are a list, a put for each file that differs, and at most eight more`, async () => {
      const store = new Store();
      const release = async (run: number, changed: boolean) => {
        const runner = join(folder(), `runner-${run}`);
        const site = join(runner, "site");
        writeBuild(site, files, changed);
        const commit = String(run).repeat(40);
        const published = await publish({ site, store, runner, run: `10${run}`, commit });
        assert.deepEqual(failed(published), [], log(published));
        return requestsOf(published.received);
      };
      // The whole bucket once, and the lists of releases.
      const list = 2;
      const told = { put: 4, cloudfront: 2 };
      const first = { ...told, files, list, get: 0 };
      assert.deepEqual(await release(0, false), { ...first, all: files + list + 6 });
      const unchanged = { files: 0, put: 3, list, get: 1, cloudfront: 0 };
      assert.deepEqual(await release(1, false), { ...unchanged, all: list + 4 });
      const one = { ...told, files: 1, list, get: 1 };
      const calls = await release(2, true);
      assert.deepEqual(calls, { ...one, all: 1 + list + 7 });
      assert.ok(calls.all <= list - 1 + 1 + 8);
    });
  }
});
