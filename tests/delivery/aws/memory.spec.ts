// How much memory the client takes, in a process of its own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { openSync, closeSync, ftruncateSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { TYPE_STRIPPING } from "../../../lib/type-stripping";
import { BUCKET, type Double, OWNER, withAws } from "../../support/s3/double";
import { Store, bodyOf } from "../../../offline/s3/store";
import { temporaryFolder } from "../../support/temporary-folder";
import { ROOT } from "../../workflows/files";

const MEBIBYTE = 1024 * 1024;

/** What `work` returns, and by how many bytes the process has grown over what it was after a first small file. */
async function grown({ env }: Double, work: string): Promise<{ result: unknown; bytes: number }> {
  const module = (name: string): string => JSON.stringify(pathToFileURL(join(ROOT, "delivery/lib/aws", name)).href);
  const script = `
    import { awsFromEnvironment } from ${module("endpoints.ts")};
    import { bytesContent, fileContent } from ${module("content.ts")};
    import { head, put } from ${module("s3.ts")};
    import { list } from ${module("s3-lists.ts")};
    const bucket = { aws: awsFromEnvironment(), name: ${JSON.stringify(BUCKET)}, owner: ${JSON.stringify(OWNER)} };
    const headers = { "content-type": "text/plain", "cache-control": "no-cache" };
    await put(bucket, "warm-up", bytesContent("x"), headers);
    await head(bucket, "warm-up");
    const before = process.memoryUsage.rss();
    const result = await (async () => { ${work} })();
    const bytes = process.resourceUsage().maxRSS * 1024 - before;
    process.stdout.write(JSON.stringify({ result, bytes }));`;
  const args = [...TYPE_STRIPPING, "--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...env } });
  return JSON.parse(stdout) as { result: unknown; bytes: number };
}

describe("the memory that the client of S3 takes", () => {
  const folder = temporaryFolder();

  it("does not grow with the size of a file", async () => {
    const [file, size] = [join(folder(), "large"), 300 * MEBIBYTE];
    const handle = openSync(file, "w");
    ftruncateSync(handle, size);
    closeSync(handle);
    await withAws({}, async (aws) => {
      const work = `await put(bucket, "large", await fileContent(${JSON.stringify(file)}), headers); return 0;`;
      const { bytes } = await grown(aws, work);
      assert.equal(aws.store.find("large")?.size, size);
      assert.ok(bytes < 100 * MEBIBYTE, `${Math.round(bytes / MEBIBYTE)} MiB more`);
    });
  });

  it("does not grow with the number of files in a bucket", async () => {
    const store = new Store();
    for (let i = 0; i < 100_000; i++) store.put(`a/folder/and/a-name-of-usual-length-${i}.html`, bodyOf(""), {});
    const use = async (aws: Double) => {
      const work = `let n = 0; for await (const { key } of list(bucket, "a/")) n += key.length > 0; return n;`;
      const { result, bytes } = await grown(aws, work);
      assert.equal(result, 100_000);
      assert.ok(bytes < 100 * MEBIBYTE, `${Math.round(bytes / MEBIBYTE)} MiB more`);
    };
    await withAws({}, use, store);
  });
});
