import assert from "node:assert/strict";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plainSync } from "../../bench/publish/plain-sync";
import { temporaryFolder } from "../support/temporary-folder";
import { World } from "../workflows/world";

describe("a plain sync, against the recording aws", () => {
  const folder = temporaryFolder();
  const HOUR = 3600;
  let world: World;
  let site: string;

  /** Writes a file of the build, as if so many seconds later. */
  const write = (name: string, content: string, later = 0): void => {
    const time = Date.now() / 1000 + later;
    writeFileSync(join(site, name), content);
    utimesSync(join(site, name), time, time);
  };
  const sync = () => plainSync(site, world, join(folder(), "runner"));

  beforeEach(async () => {
    world = new World(join(folder(), "world"));
    site = join(folder(), "site");
    mkdirSync(join(site, "assets"), { recursive: true });
    for (const name of ["index.html", "about.html", "assets/a.js"]) write(name, name, -HOUR);
    await sync();
  });

  it("uploads everything at first, invalidates everything, and says what it lists", async () => {
    const again = await sync();
    assert.deepEqual(
      world.calls.map(({ command, options, uploaded, listed }) => [command, options.paths, uploaded.length, listed]),
      [
        ["s3 sync", undefined, 3, 0],
        ["cloudfront create-invalidation", "/*", 0, 0],
        ["s3 sync", undefined, 0, 3],
        ["cloudfront create-invalidation", "/*", 0, 0],
      ],
    );
    assert.deepEqual(again, world.calls.slice(2));
    assert.equal(world.text("assets/a.js"), "assets/a.js");
  });

  it("uploads what is newer or of another size, and leaves alone what is not", async () => {
    write("index.html", "index.html", HOUR);
    write("about.html", "longer than it was", -HOUR);
    write("assets/a.js", "ASSETS/A.JS", -HOUR);
    const [call] = await sync();
    assert.deepEqual([...(call?.uploaded ?? [])].sort(), ["about.html", "index.html"]);
    assert.equal(world.text("assets/a.js"), "assets/a.js");
  });

  it("deletes what the build does not have any more", async () => {
    rmSync(join(site, "about.html"));
    const [call] = await sync();
    assert.deepEqual([call?.uploaded, call?.deleted], [[], ["about.html"]]);
    assert.deepEqual(Object.keys(world.bucket).sort(), ["assets/a.js", "index.html"]);
  });

  it("says what went wrong where aws fails", async () => {
    world.fail({ call: 2, files: 0 });
    await assert.rejects(sync(), /aws s3 sync --delete failed:\ninjected failure/);
  });
});
