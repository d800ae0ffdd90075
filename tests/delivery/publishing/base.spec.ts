import assert from "node:assert/strict";
import type * as Base from "../../../delivery/lib/publishing/base.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../../support/delivery";
import { bodyOf } from "../../../offline/s3/store";
import { bucketOf } from "../../support/s3/client";
import { withAws } from "../../support/s3/double";
import { loadPublishing, silently } from "../../support/s3/publishing";

describe("lists of other releases", () => {
  it("are read until there are too many names for the memory: a stolen session may put any number", async () => {
    const modules = await loadPublishing();
    const { readNames } = await deliveryModule<typeof Base>("lib/publishing/base.ts");
    await withAws({}, async (double) => {
      const lists = ["1", "2", "3", "4"].map((run) => {
        const key = `_releases/${run}-1.json.gz`;
        const files = ["a", "b"].map((name) => ({ key: `${name}${run}.js`, immutable: true }));
        const bytes = modules.packed({ commit: "c".repeat(40), files, past: [] });
        double.store.put(key, bodyOf(bytes), {});
        return { key, kind: "list", id: { run, attempt: "1" }, size: bytes.length, modified: new Date() } as const;
      });
      const read = (most?: number) => silently(() => readNames(bucketOf(modules, double), lists, most));
      const isRead = (found: Awaited<ReturnType<typeof read>>) => found.map(({ names }) => names !== undefined);
      assert.deepEqual(isRead(await read()), [true, true, true, true]);
      assert.equal(isRead(await read(3)).filter(Boolean).length, 2);
    });
  });
});
