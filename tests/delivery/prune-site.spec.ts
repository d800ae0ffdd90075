import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Run, runDelivery } from "../support/delivery";
import { EXAMPLE } from "../support/example/project";
import { type Double, type DoubleOptions, withAws } from "../support/s3/double";
import { loadPublishing, type Modules } from "../support/s3/publishing";
import { bodyOf } from "../../offline/s3/store";
import { temporaryFolder } from "../support/temporary-folder";
import { publishEnv } from "./publishing/env";

const DAY = 24 * 60 * 60 * 1000;

/** What the release before left: its key, whether it is immutable, and for how many days and releases it is past. */
type Past = readonly [key: string, immutable: boolean, days: number, releases: number];

describe("delivery/prune-site.ts", () => {
  const folder = temporaryFolder();
  let modules: Modules;
  before(async () => {
    modules = await loadPublishing();
  });

  interface Pruned extends Run {
    readonly deleted: readonly string[];
    readonly calls: readonly string[];
  }

  /** Prunes after run 9, whose list has this past. */
  async function prune(
    past: readonly Past[],
    { options = {}, before = () => undefined }: { options?: DoubleOptions; before?: (double: Double) => void } = {},
  ): Promise<Pruned> {
    return withAws(options, async (double) => {
      const release = { commit: "a".repeat(40), run: "9", attempt: "1", time: new Date().toISOString() };
      const list = {
        ...release,
        invalidated: false,
        files: [],
        folded: [],
        past: past.map(([key, immutable, days, releases]) => ({
          key,
          immutable,
          since: new Date(Date.now() - days * DAY).toISOString(),
          releases,
        })),
      };
      for (const [key] of past) double.store.put(key, bodyOf(key), {});
      double.store.put("_releases/9-1.json.gz", bodyOf(modules.packed(list)), {});
      before(double);
      mkdirSync(join(folder(), "release"), { recursive: true });
      const outcome = { list, written: [], renewed: [], leftovers: [] };
      writeFileSync(join(folder(), "release", "published.json"), JSON.stringify(outcome));
      const run = await runDelivery("prune-site.ts", { folder: EXAMPLE, env: publishEnv(double, folder()) });
      assert.equal(run.stderr, "");
      const deleted = past.map(([key]) => key).filter((key) => double.store.find(key) === undefined);
      return { ...run, deleted, calls: double.received.map(({ call }) => call.replace(/\?.*prefix=/, "?")) };
    });
  }

  const announce =
    (key: string, files: readonly string[], days = 0) =>
    (double: Double): void => {
      const names = { commit: "b".repeat(40), files: files.map((one) => ({ key: one, immutable: false })) };
      double.store.put(key, bodyOf(modules.packed(names)), {}, new Date(Date.now() - days * DAY));
    };

  it("deletes old immutable files and all others of the past, in one call, and tells the edges of the others", async () => {
    const run = await prune([
      ["gone.html", false, 0, 1],
      ["assets/old.js", true, 31, 5],
      ["assets/young.js", true, 29, 5],
      ["assets/recent.js", true, 31, 4],
    ]);
    assert.deepEqual([run.code, run.deleted], [0, ["gone.html", "assets/old.js"]]);
    assert.match(run.stdout, /^Pruned 2 files: gone\.html, assets\/old\.js\.\nThe invalidation \S+ is completed/);
    assert.deepEqual(
      run.calls.map((call) => call.replace(/\/2020-05-31.*/, "/cloudfront")),
      ["GET ?_releases/", "POST ?delete", "GET ?_releases/", "POST /cloudfront", "GET /cloudfront"],
    );
  });

  it("tells the edges nothing of immutable files: they may keep them", async () => {
    const { calls } = await prune([["assets/old.js", true, 31, 5]]);
    assert.deepEqual(calls, ["GET ?_releases/", "POST ?delete", "GET ?_releases/"]);
  });

  it("calls nothing where there is nothing to delete", async () => {
    const { calls, stdout } = await prune([["assets/young.js", true, 29, 9]]);
    assert.deepEqual([calls, stdout], [[], "Nothing to prune.\n"]);
  });

  const gone: Past = ["gone.html", false, 0, 1];

  it("keeps what a release has that is under way, or that ended since", async () => {
    for (const key of ["_releases/10-1.begun.json.gz", "_releases/8-1.json.gz"]) {
      const { deleted, stdout } = await prune([gone, ["other.html", false, 0, 1]], {
        before: announce(key, ["gone.html"]),
      });
      assert.deepEqual(deleted, ["other.html"], key);
      assert.match(stdout, /^1 files stay: another release that is under way, or newer, has them\.$/m);
    }
  });

  const old: Past = ["assets/old.js", true, 31, 5];
  const harmless: Readonly<Record<string, (double: Double) => void>> = {
    "an announcement of a release that was stopped": (double) => {
      announce("_releases/8-1.begun.json.gz", ["assets/old.js"], 0.6)(double);
    },
    "a list that is none": ({ store }) => store.put("_releases/10-1.json.gz", bodyOf("planted"), {}),
    "a list that names what it must not": (double) => {
      announce("_releases/10-1.json.gz", ["assets/old.js", "../x"])(double);
    },
    "a list that unpacks to too much": ({ store }) => {
      store.put("_releases/10-1.json.gz", bodyOf(modules.packed({ x: "0".repeat(193 * 1024 * 1024) })), {});
    },
    "a list by another name": (double) => {
      announce("_releases/x.json.gz", ["assets/old.js"])(double);
    },
    "a hundred and more of them": (double) => {
      for (let run = 10; run < 150; run++) double.store.put(`_releases/${run}-1.json.gz`, bodyOf("planted"), {});
    },
  };
  for (const [what, before] of Object.entries(harmless)) {
    it(`is not held up by ${what}`, async () => {
      const { code, deleted, stdout } = await prune([old], { before });
      assert.deepEqual([code, deleted], [0, ["assets/old.js"]], stdout);
    });
  }

  it("fails where AWS refuses", async () => {
    const listing = await prune([gone], {
      options: { fault: ({ method }) => (method === "GET" ? "denied" : undefined) },
    });
    assert.deepEqual([listing.code, listing.deleted], [1, []]);
    assert.match(listing.stdout, /^::error::GET .* answered 403 AccessDenied/);
    const refuse = ({ store }: Double): void => {
      store.refuse = () => "AccessDenied";
    };
    const deletion = await prune([gone], { before: refuse });
    assert.deepEqual([deletion.code, deletion.deleted], [1, []]);
    assert.match(deletion.stdout, /^::error::S3 did not delete 1 files: .*"key":"gone\.html","code":"AccessDenied"/);
  });
});
