import assert from "node:assert/strict";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Run, runDelivery } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";
import { World } from "../workflows/world";

describe("delivery/prepare-release.ts", () => {
  const folder = temporaryFolder();

  async function prepare(
    files: readonly string[],
    { published = [], env = {} }: { published?: readonly string[]; env?: Record<string, string> } = {},
  ): Promise<Run & { laidOut: string[] }> {
    const world = new World(join(folder(), "world"));
    const stored = { body: "", size: 0, etag: "", modified: new Date().toISOString() };
    world.bucket = Object.fromEntries(published.map((key) => [key, stored]));
    for (const file of files) {
      mkdirSync(dirname(join(folder(), "site", file)), { recursive: true });
      writeFileSync(join(folder(), "site", file), file);
    }
    const run = await runDelivery("prepare-release.ts", {
      env: {
        PATH: `${join(world.folder, "bin")}:/bin:/usr/bin`,
        AWS_WORLD: world.folder,
        AWS_ACCESS_KEY_ID: "publish-session",
        RUNNER_TEMP: folder(),
        SITE_BUCKET: "passwordless-cicd-prod-site-0a1b2c3",
        GITHUB_RUN_ID: "9",
        COMMIT: "a".repeat(40),
        ...env,
      },
    });
    const release = join(folder(), "release");
    const there = readdirSync(folder()).includes("release") ? readdirSync(release, { recursive: true }) : [];
    return { ...run, laidOut: there.map(String).sort() };
  }

  const PAGES = ["index.html", "404.html"];

  it("puts new pages before those that are known, and the first page never before what it links to", async () => {
    const files = [...PAGES, "docs/new.html", "docs/known.html", ".well-known/security.txt", "assets/app-DhRArYS5.js"];
    const run = await prepare(files, { published: ["docs/known.html", "404.html", "elsewhere.html"] });
    assert.equal(run.code, 0, run.stdout);
    assert.deepEqual(run.laidOut, [
      "assets",
      "assets/app-DhRArYS5.js",
      "list",
      "list/9.json",
      "new",
      "new/.well-known",
      "new/.well-known/security.txt",
      "new/docs",
      "new/docs/new.html",
      "release.json",
      "rest",
      "rest/404.html",
      "rest/docs",
      "rest/docs/known.html",
      "rest/index.html",
    ]);
    assert.match(run.stdout, /: 1 assets, 2 new files and 3 others\.\n$/);
  });

  const wrong: Readonly<Record<string, { files: readonly string[]; says: RegExp }>> = {
    "lacks its first page": { files: ["404.html"], says: /index\.html is missing$/ },
    "lacks its page for what is missing": { files: ["index.html"], says: /404\.html is missing$/ },
    "has an asset without a hash": {
      files: [...PAGES, "assets/app.js"],
      says: /assets\/app\.js has no hash in its name/,
    },
    "has an asset whose name only looks long": {
      files: [...PAGES, "assets/application.js"],
      says: /assets\/application\.js has no hash/,
    },
    "has a file where publishing puts its own": {
      files: [...PAGES, "release.json"],
      says: /release\.json is a name that publishing itself uses/,
    },
    "has a list of its own": { files: [...PAGES, "_releases/1.json"], says: /_releases\/1\.json is a name that/ },
  };
  for (const [what, { files, says }] of Object.entries(wrong)) {
    it(`refuses a site that ${what}, before anything is laid out`, async () => {
      const run = await prepare(files);
      assert.deepEqual([run.code, run.laidOut], [1, []]);
      assert.match(run.stdout.trim().replaceAll("%0A", "\n"), says);
    });
  }

  it("refuses what is no file", async () => {
    mkdirSync(join(folder(), "site"));
    symlinkSync("/etc/hostname", join(folder(), "site", "host.html"));
    const run = await prepare(PAGES);
    assert.match(run.stdout, /^::error::.*host\.html is not a file\n$/);
  });

  it("refuses where there is no site, and settings that are wrong", async () => {
    assert.match((await prepare([])).stdout, /^::error::The release cannot be read: ENOENT/);
    const { stdout } = await prepare(PAGES, { env: { COMMIT: "main", SITE_BUCKET: "s3://x", GITHUB_RUN_ID: "" } });
    assert.match(stdout, /SITE_BUCKET: got "s3:\/\/x".+GITHUB_RUN_ID: is missing.+COMMIT: got "main"/);
  });
});
