// Releases that are stopped, and releases that overlap: nothing that is served ever links to what is missing.
import assert from "node:assert/strict";
import type { Bucket } from "../../../delivery/lib/aws/s3.ts" with { "resolution-mode": "import" };
import { bucketOf } from "../../support/s3/client";
import { type Double, withAws } from "../../support/s3/double";
import { brokenLinks, loadPublishing, type Modules, Run, shown, type Site } from "../../support/s3/publishing";

/** A site of one page more, with a script, that the first page links to. */
function site(name: string, ...more: string[]): Site {
  const script = `assets/${name}-B3xk9Zq1.js`;
  const page = (...links: string[]) =>
    `${links.map((link) => `<a href="/${link}"></a>`).join("")}<script src="/${script}"></script>${name}`;
  return {
    "index.html": page("shared.html", `${name}.html`, ...more),
    "shared.html": page(`${name}.html`),
    "404.html": page(),
    [`${name}.html`]: page("index.html"),
    [script]: name,
    ...Object.fromEntries(more.map((key) => [key, page("shared.html")])),
  };
}

const [OLD, B, C] = [site("old"), site("b"), site("c")];
// It still has a page that B has not, and has not to put it.
const A: Site = { ...site("a", "of-a.html", "old.html"), "old.html": OLD["old.html"] ?? "" };

describe("releases that do not run alone", () => {
  let modules: Modules;
  before(async () => {
    modules = await loadPublishing();
  });

  /** The bucket for one release, which before each of its requests asks whether to go on. */
  function guarded(double: Double, before: (request: number) => Promise<void> | void): Bucket {
    const bucket = bucketOf(modules, double);
    let requests = 0;
    const { pool } = bucket.aws;
    const run: typeof pool.run = async (work, tooMuch) => {
      await before(requests++);
      return pool.run(work, tooMuch);
    };
    return { ...bucket, aws: { ...bucket.aws, pool: Object.assign(Object.create(pool) as typeof pool, { run }) } };
  }

  const runOf = (double: Double, of: Site, run: string, attempt = "1", bucket = bucketOf(modules, double)): Run =>
    new Run(modules, bucket, of, run, { attempt });

  /** The requests of a release. */
  async function requestsOf(use: (run: Run) => Promise<unknown>, of = A): Promise<number> {
    return withAws({}, async (double) => {
      await runOf(double, OLD, "1").whole();
      let requests = 0;
      const count = (): void => {
        requests++;
      };
      await use(runOf(double, of, "2", "1", guarded(double, count)));
      return requests;
    });
  }

  it("stopped before any of its requests serve what is whole, and are made good by another attempt", async () => {
    const requests = await requestsOf((run) => run.whole());
    assert.ok(requests > 12);
    for (let last = 0; last < requests; last++) {
      await withAws({}, async (double) => {
        await runOf(double, OLD, "1").whole();
        const stop = (request: number): void => {
          if (request >= last) throw new Error("stopped by the test");
        };
        await assert.rejects(runOf(double, A, "2", "1", guarded(double, stop)).whole(), {
          message: "stopped by the test",
        });
        assert.deepEqual(brokenLinks(double.store), [], `stopped at ${last}`);
        const before = double.invalidations.all.length;
        const done = double.store.find("_releases/2-1.invalidated.json") !== undefined;
        await runOf(double, A, "2", "2").whole();
        const kept = { "assets/old-B3xk9Zq1.js": "old" };
        assert.deepEqual(shown(double.store), sorted({ ...A, ...kept }), `stopped at ${last}`);
        const told = double.invalidations.all.length > before;
        assert.ok(told || done, `stopped at ${last}: the edges may have old pages`);
      });
    }
  });

  it("that pause before any of their requests while another runs whole do the same", async () => {
    const requests = await requestsOf((run) => run.whole());
    for (let pause = 0; pause < requests; pause++) {
      await withAws({}, async (double) => {
        await runOf(double, OLD, "1").whole();
        const between = async (request: number): Promise<void> => {
          if (request !== pause) return;
          await runOf(double, B, "3").whole();
          assert.deepEqual(brokenLinks(double.store), [], `B within A at ${pause}`);
        };
        await runOf(double, A, "2", "1", guarded(double, between)).whole();
        assert.deepEqual(brokenLinks(double.store), [], `A around B at ${pause}`);
        await runOf(double, C, "4").whole();
        const assets = ["old", "a", "b"].map((name) => [`assets/${name}-B3xk9Zq1.js`, name]);
        const files = shown(double.store);
        for (const [key = "", content] of assets) if (key in files) assert.equal(files[key], content);
        const left = Object.keys(files).filter((key) => !(key in C) && !key.startsWith("assets/"));
        assert.deepEqual(left, [], `C after both, at ${pause}`);
        assert.deepEqual(brokenLinks(double.store), []);
      });
    }
  });

  it("that pause before any of their requests delete nothing that the other has", async () => {
    const requests = await requestsOf((run) => run.whole(), B);
    for (let pause = 0; pause < requests; pause++) {
      await withAws({}, async (double) => {
        await runOf(double, OLD, "1").whole();
        const between = async (request: number): Promise<void> => {
          if (request === pause) await runOf(double, A, "3").whole();
        };
        await runOf(double, B, "2", "1", guarded(double, between)).whole();
        assert.deepEqual(brokenLinks(double.store), [], `B around A at ${pause}`);
      });
    }
  });

  const STEPS = ["sync", "invalidate", "prune"] as const;

  /** In which orders the steps of two releases can come. */
  function orders(a: number, b: number): string[] {
    if (a === 0 || b === 0) return ["A".repeat(a) + "B".repeat(b)];
    return [...orders(a - 1, b).map((rest) => `A${rest}`), ...orders(a, b - 1).map((rest) => `B${rest}`)];
  }

  it("whose steps come in any order do the same, and the next release is whole", async () => {
    const all = orders(3, 3);
    assert.equal(new Set(all).size, 20);
    for (const order of all) {
      await withAws({}, async (double) => {
        await runOf(double, OLD, "1").whole();
        const runs = { A: runOf(double, A, "2"), B: runOf(double, B, "3") };
        const done = { A: 0, B: 0 };
        for (const which of order) {
          const name = which === "A" ? "A" : "B";
          await runs[name][STEPS[done[name]++] ?? "sync"]();
          assert.deepEqual(brokenLinks(double.store), [], order);
        }
        await runOf(double, C, "4").whole();
        const files = shown(double.store);
        for (const [key, content] of Object.entries(C)) assert.equal(files[key], content, order);
        assert.deepEqual(
          Object.keys(files).filter((key) => !(key in C)),
          ["assets/a-B3xk9Zq1.js", "assets/b-B3xk9Zq1.js", "assets/old-B3xk9Zq1.js"],
          order,
        );
      });
    }
  });

  function sorted(of: Site): Site {
    return Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
});
