import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Run, runDelivery } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";
import { type StoredFile, withSite, World } from "../workflows/world";

const DAY = 24 * 60 * 60 * 1000;

/** What a file is, or the files that a list names; and how many days ago it was put there. */
type Stored = readonly [content: string | readonly string[], days: number];

describe("delivery/prune-site.ts", () => {
  const folder = temporaryFolder();

  function file(key: string, [content, days]: Stored): StoredFile {
    const run = /\d+/.exec(key)?.[0] ?? "";
    const body = Buffer.from(
      typeof content === "string" ? content : JSON.stringify({ commit: "a".repeat(40), run, time: "", files: content }),
    );
    return {
      body: body.toString("base64"),
      size: body.length,
      etag: createHash("md5").update(body).digest("hex"),
      modified: new Date(Date.now() - days * DAY).toISOString(),
      cacheControl: "no-cache",
    };
  }

  interface Pruned extends Run {
    readonly deleted: readonly string[];
    readonly calls: number;
  }

  /** Prunes after run 9, whose list is on top of what is given. */
  async function prune(
    stored: Readonly<Record<string, Stored>>,
    {
      site,
      env = {},
      fail,
    }: { site?: Readonly<Record<string, Stored>>; env?: Record<string, string>; fail?: number } = {},
  ): Promise<Pruned> {
    const bucketOf = (files: Readonly<Record<string, Stored>>) =>
      Object.fromEntries(Object.entries(files).map(([key, one]) => [key, file(key, one)]));
    const world = new World(join(folder(), "world"));
    world.bucket = bucketOf({
      "_releases/9.json": [["index.html", "assets/new.js"], 0],
      "assets/new.js": ["", 0],
      ...stored,
    });
    const before = Object.keys(world.bucket);
    if (fail !== undefined) world.fail({ call: fail, files: 0 });
    // What the site serves, where that is not what the bucket holds.
    const front = new World(join(folder(), "front"));
    front.bucket = { ...world.bucket, ...bucketOf(site ?? {}) };
    return withSite(front, async ({ SITE_URL }) => {
      const run = await runDelivery("prune-site.ts", {
        env: {
          PATH: `${join(world.folder, "bin")}:/bin:/usr/bin`,
          AWS_WORLD: world.folder,
          AWS_ACCESS_KEY_ID: "publish-session",
          RUNNER_TEMP: folder(),
          SITE_BUCKET: "passwordless-cicd-prod-site-0a1b2c3",
          GITHUB_RUN_ID: "9",
          SITE_URL,
          ...env,
        },
      });
      assert.equal(run.stderr, "");
      const now = world.bucket;
      return { ...run, deleted: before.filter((key) => !(key in now)), calls: world.calls.length };
    });
  }

  it("deletes assets that no list of the last 30 days names, and only those", async () => {
    const run = await prune({
      "_releases/8.json": [["index.html", "assets/recent.js"], 29],
      "_releases/7.json": [["assets/fifth.js"], 31],
      "_releases/6.json": [["assets/fifth.js"], 32],
      "_releases/5.json": [["assets/fifth.js"], 33],
      "_releases/4.json": [["assets/old.js"], 34],
      "assets/recent.js": ["", 400],
      "assets/fifth.js": ["", 400],
      "assets/old.js": ["", 34],
      "assets/never-listed.js": ["", 400],
      "assets/never-listed-but-young.js": ["", 29],
      "index.html": ["", 0],
      "release.json": ["{}", 400],
    });
    assert.deepEqual(run.deleted, ["assets/old.js", "assets/never-listed.js"]);
    assert.equal(run.stdout, "Pruned 2 files: assets/old.js, assets/never-listed.js\n");
    assert.equal(run.code, 0);
  });

  it("keeps the assets of the release that was served until now, however old it is", async () => {
    const { deleted } = await prune({ "_releases/8.json": [["assets/a.js"], 300], "assets/a.js": ["", 300] });
    assert.deepEqual(deleted, []);
  });

  it("deletes the pages that earlier releases had, and leaves alone what no release put there", async () => {
    const { deleted } = await prune({
      "_releases/8.json": [["index.html", "gone.html", "robots.txt"], 1],
      "gone.html": ["", 1],
      "index.html": ["", 0],
      "somebody-elses.txt": ["", 400],
      ".well-known/security.txt": ["", 400],
      "release.json": ["{}", 0],
    });
    assert.deepEqual(deleted, ["gone.html"]);
  });

  it("deletes many, a hundred a call", async () => {
    const many = Array.from({ length: 250 }, (_, index) => [`assets/old-${index}.js`, ["", 99]] as const);
    const { deleted, calls } = await prune(Object.fromEntries(many));
    assert.equal(deleted.length, 250);
    assert.equal(calls, 1 + 3);
  });

  it("deletes nothing, and calls nothing, where there is nothing to delete", async () => {
    const { calls, stdout } = await prune({});
    assert.deepEqual([calls, stdout], [1, "Nothing to prune.\n"]);
  });

  describe("deletes nothing where it cannot be sure:", () => {
    const stored: Readonly<Record<string, Stored>> = {
      "_releases/8.json": [["assets/kept.js"], 1],
      "assets/old.js": ["", 400],
    };
    const forged: Stored = [[], 1];
    const cases: Readonly<Record<string, [Parameters<typeof prune>, RegExp]>> = {
      "a list that reads other than in S3": [
        [stored, { site: { "_releases/8.json": forged } }],
        /_releases\/8\.json reads other than in S3/,
      ],
      "a list that is none": [
        [{ ...stored, "_releases/8.json": ["[]", 1] }],
        /_releases\/8\.json is no list of a release/,
      ],
      "a list with other than names": [
        [{ ...stored, "_releases/8.json": ['{"commit":"","run":"","time":"","files":[1]}', 1] }],
        /_releases\/8\.json is no list of a release/,
      ],
      "another run that has begun to publish": [
        [{ ...stored, "_releases/10.json": [["x.html"], -0.001] }],
        /_releases\/10\.json is newer than _releases\/9\.json/,
      ],
      "a site that does not answer": [
        [stored, { env: { SITE_URL: "http://127.0.0.1:1" } }],
        /could not be read: no answer/,
      ],
    };
    for (const [what, [given, says]] of Object.entries(cases)) {
      it(what, async () => {
        const { code, stdout, deleted } = await prune(...given);
        assert.deepEqual([code, deleted], [0, []]);
        assert.match(stdout, /^::warning::Nothing was pruned, for .+ The next release tries again\.\n$/);
        assert.match(stdout, says);
      });
    }

    it("but does where it can", async () => {
      assert.deepEqual((await prune(stored)).deleted, ["assets/old.js"]);
    });
  });

  it("fails where AWS refuses", async () => {
    for (const call of [0, 1]) {
      const run = await prune({ "assets/old.js": ["", 400] }, { fail: call });
      assert.deepEqual([run.code, run.deleted], [1, []]);
      assert.match(
        run.stdout,
        /^::error::aws s3api (?:list-objects-v2|delete-objects) failed with exit code 1: injected failure\n$/,
      );
    }
  });
});
