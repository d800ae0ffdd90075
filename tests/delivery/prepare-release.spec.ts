import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Run, runDelivery } from "../support/delivery";
import type { ReleaseFile } from "../support/s3/publishing";
import { bodyOf } from "../../offline/s3/store";
import { temporaryFolder } from "../support/temporary-folder";

const ASSET = "assets/app-DhRArYS5.js";

describe("delivery/prepare-release.ts", () => {
  const folder = temporaryFolder();

  interface Prepared extends Run {
    /** What it hands on, by key. */
    readonly files: Readonly<Record<string, ReleaseFile>>;
  }

  async function prepare(
    files: Readonly<Record<string, string>>,
    { table, routing = "folders" }: { table?: string; routing?: string } = {},
  ): Promise<Prepared> {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder(), "site", file)), { recursive: true });
      writeFileSync(join(folder(), "site", file), content);
    }
    const checkout = join(folder(), "checkout");
    mkdirSync(checkout, { recursive: true });
    writeFileSync(join(checkout, "Pulumi.prod.yaml"), `config:\n  routing: ${routing}\n`);
    if (table !== undefined) writeFileSync(join(checkout, "immutable.json"), table);
    const env = { RUNNER_TEMP: folder(), STACK: "prod" };
    const run = await runDelivery("prepare-release.ts", { folder: checkout, env });
    const handedOn = join(folder(), "release", "prepared.json");
    const list = existsSync(handedOn) ? (JSON.parse(readFileSync(handedOn, "utf8")) as ReleaseFile[]) : [];
    return { ...run, files: Object.fromEntries(list.map((file) => [file.key, file])) };
  }

  const PAGES = { "index.html": "<h1>Home</h1>", "404.html": "<h1>Not here</h1>" };

  it("reads each file's checksums, class and type, and says how many are in which class", async () => {
    const page = "<!doctype html><title>Page</title>";
    const run = await prepare({ ...PAGES, [ASSET]: "app()", "data.json.gz": "z", page, "assets/app.js": "x" });
    assert.equal(run.code, 0, run.stdout + run.stderr);
    const { size, md5, sha256 } = bodyOf("app()");
    assert.deepEqual(run.files[ASSET], {
      key: ASSET,
      size,
      md5,
      sha256,
      type: "text/javascript; charset=utf-8",
      immutable: true,
    });
    const { "data.json.gz": data, page: plain, "assets/app.js": unhashed } = run.files;
    assert.deepEqual(
      [data?.type, data?.encoding, plain?.type],
      ["application/json", "gzip", "text/html; charset=utf-8"],
    );
    assert.equal(unhashed?.immutable, false);
    assert.match(run.stdout, /^1 files that browsers keep for a year: assets\/app-DhRArYS5\.js\.$/m);
    const others =
      /^5 files that browsers ask for again each time: 404\.html, assets\/app\.js, data\.json\.gz, index\.html, page\.$/m;
    assert.match(run.stdout, others);
  });

  it("takes the table beside the site for its own", async () => {
    const run = await prepare({ ...PAGES, "fixed/app.js": "x" }, { table: '{ "immutable": ["fixed/"] }' });
    assert.equal(run.files["fixed/app.js"]?.immutable, true, run.stdout);
  });

  it("adds a plain page for what is not there, where the build has none", async () => {
    const { files, stdout } = await prepare({ "index.html": "<h1>Home</h1>" });
    const page = readFileSync(join(folder(), "site", "404.html"));
    assert.equal(files["404.html"]?.sha256, bodyOf(page).sha256);
    assert.match(stdout, /^The build has no 404\.html: a plain one is published\.$/m);
  });

  it("warns of pages that visitors would not find", async () => {
    const { code, stdout } = await prepare({ ...PAGES, "about.html": "x", "a+b.txt": "x" });
    assert.equal(code, 0);
    assert.match(stdout, /^::warning::"a\+b\.txt": /m);
    assert.match(stdout, /^::warning::"about\.html": with routing: folders /m);
  });

  it("refuses all that must not be published, in one, and hands nothing on", async () => {
    const { "404.html": page } = PAGES;
    const run = await prepare({
      "404.html": page,
      ".env": "x",
      "a/.DS_Store": "x",
      "release.json": "{}",
      "_releases/1": "",
    });
    assert.deepEqual([run.code, run.files], [1, {}]);
    const said = run.stdout.trim().replaceAll("%0A", "\n");
    assert.match(said, /^::error::The site cannot be published:\nindex\.html is missing/);
    for (const name of [".env", "a/.DS_Store", "release.json", "_releases/1"]) assert.ok(said.includes(name), said);
  });

  it("refuses what is no file", async () => {
    mkdirSync(join(folder(), "site"));
    symlinkSync("/etc/hostname", join(folder(), "site", "host.html"));
    const run = await prepare(PAGES);
    assert.match(run.stdout, /^::error::.*host\.html is not a file\n$/);
  });

  it("refuses where there is no site, and a stack's file that says another routing", async () => {
    assert.match((await prepare({})).stdout, /^::error::The release cannot be read: ENOENT/);
    assert.match((await prepare(PAGES, { routing: "spa" })).stdout, /^::error::Pulumi\.prod\.yaml: routing: got "spa"/);
  });
});
