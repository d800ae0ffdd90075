import assert from "node:assert/strict";
import { bucketOf } from "../../support/s3/client";
import { type Double, type DoubleOptions, withAws } from "../../support/s3/double";
import {
  brokenLinks,
  loadPublishing,
  type Modules,
  type Outcome,
  Run,
  shown,
  type Site,
} from "../../support/s3/publishing";
import { bodyOf } from "../../../offline/s3/store";

const OLD: Site = {
  "index.html": '<a href="/about.html"></a><script src="/assets/old-B3xk9Zq1.js"></script>',
  "about.html": "about",
  "shared.html": "shared",
  "assets/old-B3xk9Zq1.js": "old()",
};
const NEW: Site = {
  "index.html": '<a href="/new.html"></a><script src="/assets/new-B3xk9Zq1.js"></script>',
  "new.html": "new",
  "shared.html": "shared",
  "assets/new-B3xk9Zq1.js": "new()",
};

describe("delivery/lib/publishing/restore.ts", () => {
  let modules: Modules;
  before(async () => {
    modules = await loadPublishing();
  });

  const runOf = (double: Double, site: Site, run: string): Run =>
    new Run(modules, bucketOf(modules, double), site, run);

  /** A bucket in which OLD was published by run 1 and then NEW by run 2. */
  function withReleases(use: (double: Double, old: Run) => Promise<void>, options: DoubleOptions = {}): Promise<void> {
    return withAws(options, async (double) => {
      const old = runOf(double, OLD, "1");
      await old.whole();
      await runOf(double, NEW, "2").whole();
      await use(double, old);
    });
  }

  async function restored(double: Double, commit: string, run = "3"): Promise<Outcome & { calls: string[] }> {
    const again = runOf(double, {}, run);
    const before = double.received.length;
    const outcome = await again.restore(commit);
    await again.invalidate();
    await again.prune();
    return { ...outcome, calls: double.received.slice(before).map(({ method, key }) => `${method} ${key}`) };
  }

  it("puts back what the release had, deleted pages too, and leaves what is there as it should be", async () => {
    await withReleases(async (double, old) => {
      const unchanged = double.store.find("shared.html")?.versionId;
      const { written, list, calls } = await restored(double, old.commit);
      // The script is still there.
      assert.deepEqual(written, ["about.html", "index.html"]);
      const { "assets/new-B3xk9Zq1.js": kept = "" } = NEW;
      assert.deepEqual(shown(double.store), sorted({ ...OLD, "assets/new-B3xk9Zq1.js": kept }));
      assert.deepEqual(brokenLinks(double.store), []);
      assert.equal(double.store.find("shared.html")?.versionId, unchanged);
      for (const { key, version } of list.files) assert.equal(version, double.store.find(key)?.versionId);
      assert.equal(list.commit, old.commit);
      // Each version is looked at before the first is copied.
      assert.ok(calls.indexOf("HEAD index.html") < calls.indexOf("PUT about.html"));
      // The last is the look at what began meanwhile.
      assert.deepEqual(calls.slice(-2), ["POST ", "GET "]);
      const page = double.store.find("about.html");
      assert.equal(page?.headers["content-type"], "text/html; charset=utf-8");
      assert.match(page.headers["cache-control"] ?? "", /must-revalidate/);
    });
  });

  it("needs nothing of the bucket but lists, versions and writing, and always tells the edges", async () => {
    await withReleases(async (double, old) => {
      const before = double.received.length;
      await restored(double, old.commit);
      const needs = double.received.slice(before).flatMap((one) => one.needs);
      for (const { action, key } of needs) assert.ok(action !== "s3:GetObject" || key.startsWith("_releases/"), key);
      assert.equal(double.invalidations.all.length, 3);
      await restored(double, old.commit, "4");
      assert.equal(double.invalidations.all.length, 4);
    });
  });

  it("goes back and forth", async () => {
    await withReleases(async (double, old) => {
      await restored(double, old.commit, "3");
      await restored(double, runOf(double, {}, "2").commit, "4");
      const assets = { "assets/old-B3xk9Zq1.js": "old()" };
      assert.deepEqual(shown(double.store), sorted({ ...NEW, ...assets }));
    });
  });

  it("puts a tampered file right, from its version", async () => {
    await withReleases(async (double) => {
      double.store.put("new.html", bodyOf("evil"), {}, new Date(Date.now() + 5));
      await new Promise((resolve) => setTimeout(resolve, 10));
      await restored(double, runOf(double, {}, "2").commit);
      assert.equal(String(double.store.find("new.html")?.bytes), "new");
    });
  });

  it("finds the release also where the marker tells nothing", async () => {
    await withReleases(async (double, old) => {
      double.store.put("release.json", bodyOf("evil"), {});
      await restored(double, old.commit);
      assert.equal(String(double.store.find("index.html")?.bytes), OLD["index.html"]);
    });
  });

  const refused: Readonly<Record<string, readonly [before: (double: Double) => void, says: RegExp]>> = {
    "a commit that was never released": [
      ({ store }) => {
        store.delete("_releases/1-1.json.gz");
      },
      /^No list of a release of c+1 is left in the bucket\. Run site\.yml again with how: build/,
    ],
    "a release of which a version is gone": [
      ({ store }) => {
        const [, gone] = store.versions("about.html");
        store.forget("about.html", gone?.versionId ?? "");
      },
      /^1 files of the release of c+1 are no longer in the bucket: about\.html\. Run site\.yml again with how: build/,
    ],
  };
  for (const [what, [before, says]] of Object.entries(refused)) {
    it(`refuses ${what}, and offers to build, before the site is touched`, async () => {
      await withReleases(async (double, old) => {
        before(double);
        const site = shown(double.store);
        await assert.rejects(restored(double, old.commit), { name: "DeliveryError", message: says });
        assert.deepEqual(shown(double.store), site);
        assert.equal(double.invalidations.all.length, 2);
      });
    });
  }

  it("refuses a version that is not what its list says, and leaves the marker where it was", async () => {
    await withReleases(async (double, old) => {
      const marker = double.store.find("release.json")?.versionId;
      const [, version] = double.store.versions("about.html");
      assert.ok(version);
      double.store.replace("about.html", { ...version, sha256: bodyOf("evil").sha256 });
      await assert.rejects(restored(double, old.commit), {
        message: /^about\.html is not what the list of its release says/,
      });
      assert.equal(double.store.find("release.json")?.versionId, marker);
    });
  });

  function sorted(of: Site): Site {
    return Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
});
