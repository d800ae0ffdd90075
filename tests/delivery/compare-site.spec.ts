import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bodyOf, Store } from "../../offline/s3/store";
import { runDelivery } from "../support/delivery";
import { EXAMPLE } from "../support/example/project";
import { bucketOf } from "../support/s3/client";
import { type Double, type Received, withAws } from "../support/s3/double";
import { loadPublishing, Run } from "../support/s3/publishing";
import { temporaryFolder } from "../support/temporary-folder";
import { publishEnv } from "./publishing/env";

const ANNOUNCEMENT = "_releases/8-1.begun.json.gz";

describe("delivery/compare-site.ts", () => {
  const folder = temporaryFolder();

  /** Looks at a site that a release is about to change, which ends as the look begins, or never. */
  async function compare(announced: Date, ends: boolean) {
    const modules = await loadPublishing();
    const store = new Store();
    let ended: Promise<unknown> | undefined;
    let next = (): Promise<void> | undefined => undefined;
    const fault = ({ call }: Received): undefined => {
      // Once the first look has its answer.
      if (call.includes("list-type")) setImmediate(() => void (ended ??= next()));
    };
    const use = async (double: Double) => {
      await new Run(modules, bucketOf(modules, double), { "index.html": "old" }, "7").whole();
      store.put("index.html", bodyOf("new"), { "content-type": "text/html" }, new Date(Date.now() + 5));
      store.put(ANNOUNCEMENT, bodyOf("x"), {}, announced);
      const REPORT = join(folder(), "site.txt");
      const env = { ...publishEnv(double, folder()), DRIFT_ROLE_ARN: "arn:aws:iam::111122223333:role/drift", REPORT };
      const again = new Run(modules, bucketOf(modules, double), { "index.html": "new" }, "8", { attempt: "2" });
      if (ends)
        next = async () => {
          await again.whole();
          store.delete(ANNOUNCEMENT);
        };
      const run = await runDelivery("compare-site.ts", {
        folder: EXAMPLE,
        env: { ...env, WAIT_SECONDS: ends ? "100" : "1", WAIT_MS: "300" },
      });
      await ended;
      return { ...run, reported: existsSync(REPORT) };
    };
    return withAws({ fault }, use, store);
  }

  it("waits for a release that is under way, and finds no fault with what it put", async () => {
    const { code, stdout, reported } = await compare(new Date(), true);
    assert.deepEqual([code, reported], [0, false], stdout);
    assert.match(stdout, /^A release is under way: waiting for its list\.$/m);
  });

  it("waits no longer than a while, and not at all for a release that was stopped long ago", async () => {
    const planted = await compare(new Date(), false);
    assert.deepEqual([planted.code, planted.reported], [0, true], planted.stdout);
    assert.match(
      planted.stdout,
      /waiting for its list[^]*index\.html has content that[^]*the differences may be its own/,
    );
    const stopped = await compare(new Date(Date.now() - 31 * 60_000), false);
    assert.deepEqual([stopped.code, stopped.reported], [0, true]);
    assert.doesNotMatch(stopped.stdout, /waiting|may be its own/);
  });
});
