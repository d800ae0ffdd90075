import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { failed, log, publish } from "./publish-run";
import { type AwsCall, World } from "./world";

/** Keys in one answer of ListObjectsV2. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const KEYS_PER_LIST = 1000;

/** A build of so many small files, six of ten of them hashed assets; one page says something else in as many bytes. */
function writeBuild(folder: string, files: number, changed: boolean): void {
  mkdirSync(join(folder, "assets"), { recursive: true });
  const assets = Array.from({ length: files * 0.6 }, (_, index) => {
    const content = `/* part ${index} */`;
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
    return { name: `assets/part-${index}-${hash}.js`, content };
  });
  const pages = Array.from({ length: files - assets.length }, (_, index) => ({
    name: ["index.html", "404.html"][index] ?? `page-${index}.html`,
    content: `<!doctype html><script src="/${assets[index]?.name ?? ""}"></script>${changed && index === 2 ? "new" : "old"}`,
  }));
  for (const { name, content } of [...assets, ...pages]) writeFileSync(join(folder, name), content);
}

/** The requests that the AWS CLI sends for these calls, each file being below its multipart threshold of 8 MB. */
function requestsOf(calls: readonly AwsCall[]) {
  const sum = (count: (call: AwsCall) => number) => calls.reduce((total, call) => total + count(call), 0);
  const uploaded = calls.flatMap((call) => call.uploaded);
  return {
    put: uploaded.length,
    putAssets: uploaded.filter((key) => key.startsWith("assets/")).length,
    list: sum(({ command, listed }) =>
      ["s3 sync", "s3api list-objects-v2"].includes(command) ? Math.max(1, Math.ceil(listed / KEYS_PER_LIST)) : 0,
    ),
    delete: sum(({ deleted }) => deleted.length),
    cloudfront: sum(({ command }) => (command.startsWith("cloudfront ") ? 1 : 0)),
    paths: sum(({ command, paths }) => (command === "cloudfront create-invalidation" ? 1 + paths.length : 0)),
  };
}

describe("the requests of a release", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  for (const files of [10, 100]) {
    it(`of ${files} files are what the release needs: no asset twice, one path to invalidate`, async () => {
      const world = new World(join(folder(), "world"));
      const release = async (run: number, changed: boolean) => {
        const runner = join(folder(), `runner-${run}`);
        const site = join(runner, "site");
        writeBuild(site, files, changed);
        const commit = String(run).repeat(40);
        const published = await publish({ site, world, runner, run: `10${run}`, commit });
        assert.deepEqual(failed(published), [], log(published));
        return requestsOf(published.calls);
      };
      const always = { list: 3, delete: 0, cloudfront: 2, paths: 1 };
      // Beside the files: the list of the release's files, and release.json.
      assert.deepEqual(await release(0, false), { ...always, put: files + 2, putAssets: files * 0.6 });
      const again = { ...always, put: files * 0.4 + 2, putAssets: 0 };
      assert.deepEqual(await release(1, false), again);
      assert.deepEqual(await release(2, true), again);
    });
  }
});
