import assert from "node:assert/strict";
import { bucketOf } from "../../support/s3/client";
import { type Double, withAws } from "../../support/s3/double";
import {
  loadPublishing,
  type Modules,
  type Outcome,
  type ReleaseList,
  Run,
  shown,
  type Site,
} from "../../support/s3/publishing";
import { bodyOf } from "../../../offline/s3/store";

const PAGES = "public, max-age=0, s-maxage=86400, must-revalidate";
const YEAR = "public, max-age=31536000, immutable";
const DAY = 24 * 60 * 60 * 1000;

const SITE: Site = {
  "index.html": '<a href="/about.html"></a><script src="/assets/app-B3xk9Zq1.js"></script>',
  "about.html": "about",
  "404.html": "nothing here",
  "assets/app-B3xk9Zq1.js": "app()",
};

/** The site without some files. */
const without = (...keys: string[]): Site =>
  Object.fromEntries(Object.entries(SITE).filter(([key]) => !keys.includes(key)));

describe("delivery/lib/publishing", () => {
  let modules: Modules;
  let runs = 100;
  before(async () => {
    modules = await loadPublishing();
  });

  const runOf = (
    double: Double,
    site: Site,
    options?: ConstructorParameters<typeof Run>[4],
    run = String(++runs),
  ): Run => new Run(modules, bucketOf(modules, double), site, run, options);

  /** What a whole release did: its outcome, and its calls. */
  async function release(
    double: Double,
    site: Site,
    options?: { quiet?: boolean },
  ): Promise<Outcome & { calls: string[] }> {
    const before = double.received.length;
    const outcome = await runOf(double, site, options).whole();
    const calls = double.received.slice(before).map(({ call }) => call.replaceAll(String(runs), "RUN"));
    return { ...outcome, calls };
  }

  const listOf = ({ store }: Double, { list }: Outcome): ReleaseList | undefined =>
    modules.asList(store.find(modules.keyOf(list, "list"))?.bytes ?? Buffer.alloc(0));

  it("puts a first release: announced, immutable files, pages, the first page, its list and the marker", async () => {
    await withAws({}, async (double) => {
      const first = await release(double, SITE);
      const puts = first.calls.filter((call) => !call.includes("distribution"));
      assert.deepEqual(puts.slice(0, 3), [
        "PUT /_releases/RUN-1.begun.json.gz",
        "GET ?encoding-type=url&list-type=2&max-keys=1000&prefix",
        "PUT /assets/app-B3xk9Zq1.js",
      ]);
      assert.deepEqual(puts.slice(3, 5).sort(), ["PUT /404.html", "PUT /about.html"]);
      assert.deepEqual(puts.slice(5), [
        "PUT /index.html",
        "PUT /_releases/RUN-1.json.gz",
        "PUT /release.json",
        "PUT /_releases/RUN-1.invalidated.json",
      ]);
      assert.deepEqual(shown(double.store), SITE);
      assert.equal(double.invalidations.all.length, 1);
      const headers = Object.fromEntries([...double.store.current()].map(([key, { headers }]) => [key, headers]));
      assert.deepEqual(headers["assets/app-B3xk9Zq1.js"], {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": YEAR,
      });
      assert.deepEqual(headers["about.html"], { "content-type": "text/html; charset=utf-8", "cache-control": PAGES });
      assert.deepEqual(headers["release.json"], { "content-type": "application/json", "cache-control": "no-cache" });
    });
  });

  it("lists each file by the version that it put, with checksums, class and type", async () => {
    await withAws({}, async (double) => {
      const first = await release(double, SITE);
      const list = listOf(double, first);
      assert.deepEqual(list, JSON.parse(JSON.stringify(first.list)));
      for (const { key, version, md5, sha256, size } of list?.files ?? []) {
        const stored = double.store.find(key);
        assert.deepEqual(
          [version, md5, sha256, size],
          [stored?.versionId, stored?.md5, stored?.sha256, stored?.size],
          key,
        );
      }
      assert.deepEqual(
        list?.files.map(({ key, immutable }) => [key, immutable]),
        [
          ["404.html", false],
          ["about.html", false],
          ["assets/app-B3xk9Zq1.js", true],
          ["index.html", false],
        ],
      );
    });
  });

  it("puts nothing but list and marker where nothing has changed, and invalidates nothing", async () => {
    await withAws({}, async (double) => {
      const first = await release(double, SITE);
      for (let again = 0; again < 3; again++) {
        const { calls, list } = await release(double, SITE);
        assert.deepEqual(
          calls.map((call) => call.replace(/\?.*/, "").replace(/\/_releases\/\d+/, "/_releases/BEFORE")),
          [
            "PUT /_releases/RUN-1.begun.json.gz",
            "GET ",
            "GET /_releases/BEFORE-1.json.gz",
            "PUT /_releases/RUN-1.json.gz",
            "PUT /release.json",
          ],
        );
        assert.deepEqual(list.files, first.list.files);
      }
      assert.equal(double.invalidations.all.length, 1);
    });
  });

  it("invalidates after a release by hand, also where nothing has changed", async () => {
    await withAws({}, async (double) => {
      await release(double, SITE);
      await release(double, SITE, { quiet: false });
      assert.equal(double.invalidations.all.length, 2);
      await release(double, SITE);
      assert.equal(double.invalidations.all.length, 2);
    });
  });

  it("invalidates where the release before was stopped before it had", async () => {
    await withAws({}, async (double) => {
      await release(double, SITE);
      await runOf(double, { ...SITE, "about.html": "other" }).sync();
      const { written } = await release(double, { ...SITE, "about.html": "other" });
      assert.deepEqual(written, []);
      assert.equal(double.invalidations.all.length, 2);
      await release(double, { ...SITE, "about.html": "other" });
      assert.equal(double.invalidations.all.length, 2);
    });
  });

  it("puts what has changed and kept its size, and that only, at eight calls beside", async () => {
    await withAws({}, async (double) => {
      await release(double, SITE);
      const { written, calls } = await release(double, { ...SITE, "about.html": "ABOUT" });
      assert.deepEqual(written, ["about.html"]);
      assert.ok(calls.length - 2 <= 8, calls.join("\n"));
      assert.equal(double.invalidations.all.length, 2);
    });
  });

  it("takes a file that is renamed in case only for another", async () => {
    await withAws({}, async (double) => {
      await release(double, SITE);
      const { "about.html": about = "", ...rest } = SITE;
      await release(double, { ...rest, "About.html": about });
      assert.deepEqual(shown(double.store), { ...rest, "About.html": about });
    });
  });

  it("goes to a bucket without versioning, and has versions once there is versioning", async () => {
    let versioning = false;
    await withAws({ unversioned: () => !versioning }, async (double) => {
      await release(double, SITE);
      const second = await release(double, SITE);
      assert.deepEqual(second.written, []);
      versioning = true;
      const third = await release(double, SITE);
      assert.equal(third.written.length, 4);
      assert.ok(third.list.files.every(({ version }) => version !== undefined));
      assert.deepEqual((await release(double, SITE)).written, []);
    });
  });

  describe("a file that somebody else has written", () => {
    const page = { "content-type": "text/html; charset=utf-8", "cache-control": PAGES };
    const later = () => new Date(Date.now() + 5);
    for (const [what, content, headers] of [
      ["with other content", "evil", page],
      ["with the same content and another type", "about", { ...page, "content-type": "text/plain" }],
    ] as const) {
      it(`${what} is put right, and the edges are told`, async () => {
        await withAws({}, async (double) => {
          await release(double, SITE);
          double.store.put("about.html", bodyOf(content), headers, later());
          await new Promise((resolve) => setTimeout(resolve, 10));
          const { written } = await release(double, SITE);
          assert.deepEqual(written, ["about.html"]);
          assert.deepEqual(double.store.find("about.html")?.headers, page);
          assert.equal(String(double.store.find("about.html")?.bytes), "about");
          assert.equal(double.invalidations.all.length, 2);
        });
      });
    }

    it("and that is no file of the site is left alone, and told to the edges", async () => {
      await withAws({}, async (double) => {
        await release(double, SITE);
        double.store.put("theirs.html", bodyOf("theirs"), page, later());
        await new Promise((resolve) => setTimeout(resolve, 10));
        await release(double, SITE);
        assert.equal(double.invalidations.all.length, 2);
        assert.deepEqual(shown(double.store), { ...SITE, "theirs.html": "theirs" });
      });
    });

    it("does not cost an immutable file its year: browsers that have it have the right one", async () => {
      await withAws({}, async (double) => {
        await release(double, SITE);
        double.store.put("assets/app-B3xk9Zq1.js", bodyOf("evil()"), {}, later());
        await new Promise((resolve) => setTimeout(resolve, 10));
        const { renewed } = await release(double, SITE);
        assert.deepEqual(renewed, []);
        assert.equal(double.store.find("assets/app-B3xk9Zq1.js")?.headers["cache-control"], YEAR);
      });
    });
  });

  describe("an immutable file whose content changes under its name", () => {
    const changed = { ...SITE, "assets/app-B3xk9Zq1.js": "APP()" };
    const caching = ({ store }: Double) => store.find("assets/app-B3xk9Zq1.js")?.headers["cache-control"];

    it("is put, is immutable no more, and is said once", async () => {
      await withAws({}, async (double) => {
        await release(double, SITE);
        const second = await release(double, changed);
        assert.deepEqual(second.renewed, ["assets/app-B3xk9Zq1.js"]);
        assert.equal(caching(double), PAGES);
        const third = await release(double, changed);
        assert.deepEqual([third.renewed, third.written, caching(double)], [[], [], PAGES]);
      });
    });

    it("is so also where that release was stopped and began again", async () => {
      await withAws(
        {
          fault: ({ key, headers }) => (key.endsWith("7-1.json.gz") && headers["if-none-match"] ? "denied" : undefined),
        },
        async (double) => {
          await release(double, SITE);
          await assert.rejects(runOf(double, changed, {}, "7").sync());
          const again = await runOf(double, changed, { attempt: "2" }, "7").whole();
          assert.deepEqual(again.renewed, ["assets/app-B3xk9Zq1.js"]);
          assert.equal(caching(double), PAGES);
        },
      );
    });

    it("is so also in a bucket from before there were such lists, but for one that went up in parts", async () => {
      await withAws({}, async (double) => {
        double.store.put("assets/app-B3xk9Zq1.js", bodyOf("old()"), {});
        double.store.put("assets/big-C3xk9Zq1.js", { ...bodyOf("big()"), md5: `${"a".repeat(32)}-2` }, {});
        const { renewed } = await release(double, { ...SITE, "assets/big-C3xk9Zq1.js": "big()" });
        assert.deepEqual(renewed, ["assets/app-B3xk9Zq1.js"]);
      });
    });
  });

  describe("a list that somebody has planted", () => {
    const plants: Readonly<Record<string, (double: Double) => void>> = {
      "under the name of this run": ({ store }) => {
        for (const kind of ["begun", "list"] as const) {
          store.put(modules.keyOf({ run: "900", attempt: "1" }, kind), bodyOf("planted"), {});
        }
      },
      "that is newer than the real one, and broken": ({ store }) => {
        for (let run = 800; run < 804; run++) store.put(`_releases/${run}-1.json.gz`, bodyOf("planted"), {});
      },
      "of a well-formed release that never was": ({ store }) => {
        const real = [...store.current()].find(([key]) => modules.meaningOf(key)?.kind === "list")?.[1].bytes;
        const list = modules.asList(real ?? Buffer.alloc(0));
        assert.ok(list);
        const files = list.files.map((file) => ({ ...file, md5: "0".repeat(32) }));
        store.put("_releases/800-1.json.gz", bodyOf(modules.packed({ ...list, run: "800", files })), {});
      },
      "that names our own and impossible keys": ({ store }) => {
        for (const key of ["release.json", "_releases/1-1.json.gz", "../x", "a//b"]) {
          const files = [{ key, immutable: false }];
          const list = { commit: "e".repeat(40), run: "800", attempt: "1", time: "", files, past: files, folded: [] };
          store.put(`_releases/${800 + key.length}-1.json.gz`, bodyOf(modules.packed(list)), {});
        }
      },
    };
    for (const [what, plant] of Object.entries(plants)) {
      it(`${what} breaks no release, and holds up no prune`, async () => {
        await withAws({}, async (double) => {
          await release(double, SITE);
          plant(double);
          const rest = without("about.html");
          await runOf(double, rest, {}, "900").whole();
          assert.deepEqual(shown(double.store), rest);
          const { written } = await release(double, rest);
          assert.deepEqual(written, []);
        });
      });
    }

    it("with its marker, and that names what no release can have, counts for none", async () => {
      await withAws({}, async (double) => {
        const { list } = await release(double, SITE);
        const marked = `${JSON.stringify({ commit: list.commit, run: "800", attempt: "1", time: list.time })}\n`;
        for (const wrong of [{ key: "../x" }, { md5: "x" }, { type: "a\nb" }, { version: "" }]) {
          const files = list.files.map((file) => ({ ...file, ...wrong }));
          const planted = modules.packed({ ...list, run: "800", files });
          double.store.put("_releases/800-1.json.gz", bodyOf(planted), {}, new Date(Date.now() + 60_000));
          double.store.put("release.json", bodyOf(marked), {});
          assert.equal((await release(double, SITE)).written.length, 4, JSON.stringify(wrong));
        }
      });
    });

    it("in place of the marker, or of more lists than are tried, costs one release that puts everything", async () => {
      await withAws({}, async (double) => {
        await release(double, SITE);
        for (let run = 800; run < 810; run++) double.store.put(`_releases/${run}-1.json.gz`, bodyOf("planted"), {});
        const rest = without("about.html");
        const { written } = await runOf(double, rest, {}, "900").whole();
        assert.equal(written.length, 3);
        assert.deepEqual(shown(double.store), rest);
        double.store.put("release.json", bodyOf("{}"), {});
        assert.equal((await release(double, SITE)).written.length, 4);
        assert.deepEqual((await release(double, SITE)).written, []);
      });
    });
  });

  describe("pruning", () => {
    /** Moves all that the newest list says of the past back in time, as if so many days had gone by. */
    function age({ store }: Double, { list }: Outcome, days: number): void {
      const back = (time: string) => new Date(Date.parse(time) - days * DAY).toISOString();
      const aged = {
        ...list,
        past: list.past.map((file) => ({ ...file, since: back(file.since) })),
        folded: list.folded.map((one) => ({ ...one, since: back(one.since) })),
      };
      store.put(modules.keyOf(list, "list"), bodyOf(modules.packed(aged)), {});
    }
    const ASSET = "assets/app-B3xk9Zq1.js";

    it("deletes pages that the release has not, keeps what no release put there, and tells the edges which are gone", async () => {
      await withAws({}, async (double) => {
        double.store.put("theirs.txt", bodyOf("theirs"), {});
        await release(double, SITE);
        const run = runOf(double, without("about.html"));
        await run.sync();
        await run.invalidate();
        assert.deepEqual(await run.prune(), ["about.html"]);
        assert.deepEqual(shown(double.store), { ...without("about.html"), "theirs.txt": "theirs" });
        assert.ok(double.store.versions("about.html").length === 2);
      });
    });

    it("keeps immutable files for 30 days and five releases, both", async () => {
      await withAws({}, async (double) => {
        await release(double, SITE);
        const there = () => double.store.find(ASSET) !== undefined;
        for (let absent = 1; absent <= 6; absent++) {
          const outcome = await release(double, without(ASSET));
          assert.ok(there(), `${absent} releases`);
          if (absent === 6) age(double, outcome, 31);
        }
        await release(double, without(ASSET));
        assert.ok(!there());
      });
      await withAws({}, async (double) => {
        await release(double, SITE);
        for (let absent = 1; absent <= 5; absent++) {
          const outcome = await release(double, without(ASSET));
          if (absent <= 4) assert.ok(double.store.find(ASSET) !== undefined, `${absent} releases`);
          else assert.ok(double.store.find(ASSET) === undefined, `${absent} releases`);
          age(double, outcome, 31);
        }
      });
    });

    it("keeps one that comes back", async () => {
      await withAws({}, async (double) => {
        await release(double, SITE);
        age(double, await release(double, without(ASSET)), 31);
        const version = double.store.find(ASSET)?.versionId;
        const back = await release(double, SITE);
        // It was never away: nothing is put, and nobody has to be told.
        assert.deepEqual([back.written, back.list.past], [[], []]);
        assert.equal(back.list.files.find(({ key }) => key === ASSET)?.version, version);
        for (let more = 0; more < 6; more++) await release(double, SITE);
        assert.ok(double.store.find(ASSET) !== undefined);
      });
    });

    it("puts one that comes back where somebody wrote to it meanwhile, or its content is another", async () => {
      await withAws({}, async (double) => {
        await release(double, SITE);
        await release(double, without(ASSET));
        const same = double.store.find(ASSET);
        assert.ok(same !== undefined);
        double.store.put(ASSET, same, { "content-type": "text/html" }, new Date(Date.now() + 1000));
        const soon = new Date(Date.now() + 2000);
        const absent = await release(double, without(ASSET));
        const marker = double.store.find("release.json");
        assert.ok(marker !== undefined);
        // The release that did not have it was marked after somebody wrote to it.
        double.store.put("release.json", marker, marker.headers, soon);
        assert.deepEqual(absent.written, []);
        const back = await release(double, SITE);
        assert.ok(back.written.includes(ASSET));
        assert.equal(double.store.find(ASSET)?.headers["content-type"], "text/javascript; charset=utf-8");
        await release(double, without(ASSET));
        const other = await release(double, { ...SITE, [ASSET]: "other" });
        assert.deepEqual(other.renewed, [ASSET]);
      });
    });

    it("deletes lists only once what they name cannot be restored, and announcements when there are many", async () => {
      await withAws({}, async (double) => {
        const names = () =>
          [...double.store.current()].map(([key]) => key).filter((key) => key.startsWith("_releases/"));
        const first = await release(double, SITE);
        age(double, await release(double, SITE), 89);
        await release(double, SITE);
        assert.ok(names().includes(modules.keyOf(first.list, "list")));
        const last = await release(double, SITE);
        age(double, last, 91);
        const next = await release(double, SITE);
        assert.deepEqual(
          names().filter((key) => !key.includes(next.list.run)),
          [modules.keyOf(last.list, "begun"), modules.keyOf(last.list, "list")].filter((key) => names().includes(key)),
        );
      });
    });

    it("finds the files of a release that was stopped, and of lists from before", async () => {
      await withAws(
        { fault: ({ key, method }) => (method === "PUT" && key === "index.html" ? "denied" : undefined) },
        async (double) => {
          const old = {
            commit: "a".repeat(40),
            run: "9",
            time: "",
            files: ["index.html", "gone.html", "assets/old.js"],
          };
          double.store.put("_releases/9.json", bodyOf(JSON.stringify(old)), {}, new Date(Date.now() - 40 * DAY));
          double.store.put("gone.html", bodyOf("gone"), {});
          double.store.put("assets/old.js", bodyOf("old"), {});
          double.store.put("index.html", bodyOf("old"), {});
          const stopped = runOf(double, { "index.html": "1", "half.html": "2", "assets/half-B3xk9Zq1.js": "3" });
          await assert.rejects(stopped.sync());
          assert.ok("half.html" in shown(double.store));
          const again = new Run(modules, bucketOf(modules, double), { "404.html": "4" }, stopped.run, { attempt: "2" });
          await again.whole();
          assert.deepEqual(Object.keys(shown(double.store)), ["404.html", "assets/half-B3xk9Zq1.js", "assets/old.js"]);
          assert.deepEqual(again.outcome?.list.past.map(({ key }) => key).sort(), [
            "assets/half-B3xk9Zq1.js",
            "assets/old.js",
            "gone.html",
            "half.html",
            "index.html",
          ]);
        },
      );
    });
  });
});
