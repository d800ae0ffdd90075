import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Source, writeBuild } from "../../bench/publish/build";
import { temporaryFolder } from "../support/temporary-folder";

describe("the build that the benchmark publishes", () => {
  const folder = temporaryFolder();

  function build(name: string, source: Source): Map<string, string> {
    const at = join(folder(), name);
    writeBuild(at, source);
    const files = readdirSync(at, { recursive: true, encoding: "utf8" }).filter((file) =>
      statSync(join(at, file)).isFile(),
    );
    return new Map(files.sort().map((file) => [file, readFileSync(join(at, file), "utf8")]));
  }

  for (const files of [10, 100, 1000]) {
    it(`has ${files} small files where it shall, six of ten of them hashed assets, and the two pages that a site needs`, () => {
      const names = [...build("a", { files }).keys()];
      assert.equal(names.length, files);
      assert.equal(names.filter((name) => /^assets\/.+-[0-9a-f]{8}\.(?:js|css|svg)$/.test(name)).length, files * 0.6);
      assert.equal(names.filter((name) => name.endsWith(".html")).length, files * 0.4);
      assert.ok(names.includes("index.html") && names.includes("404.html"));
    });
  }

  it("has small files only, below the size from which the AWS CLI sends them in parts", () => {
    for (const content of build("a", { files: 100 }).values()) assert.ok(content.length > 500 && content.length < 3000);
  });

  it("links to what it has", () => {
    const files = build("a", { files: 100 });
    for (const content of files.values()) {
      for (const [, to = ""] of content.matchAll(/(?:src|href)="\/([^"]+)"/g)) assert.ok(files.has(to), to);
    }
    assert.match(files.get("index.html") ?? "", /src="\/assets\/.+\.js".*\n.*href="\/assets\/.+\.css"/);
  });

  it("is the same each time", () => {
    assert.deepEqual(build("a", { files: 100 }), build("b", { files: 100 }));
  });

  it("differs in the content of one page alone, and not in its size, where it has changed", () => {
    const [before, after] = [build("a", { files: 10 }), build("b", { files: 10, changed: true })];
    const names = [...before.keys()];
    assert.deepEqual([...after.keys()], names);
    assert.deepEqual(
      names.filter((name) => before.get(name) !== after.get(name)),
      ["guide/page-1.html"],
    );
    assert.equal(before.get("guide/page-1.html")?.length, after.get("guide/page-1.html")?.length);
  });
});
