import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../lib/paths";
import { type Build, isStale, readBuild, runBuild } from "../../../offline/site/build";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the build of the served site", () => {
  const folder = temporaryFolder();
  const signal = new AbortController().signal;

  function buildOf(command: string): Build {
    for (const part of ["src", "node_modules"]) mkdirSync(join(folder(), part));
    for (const file of ["src/a.ts", "node_modules/b.js"]) writeFileSync(join(folder(), file), "");
    return { folder: folder(), command, output: join(folder(), "out") };
  }

  it("is that of site.yml", () => {
    const workflows = join(folder(), ".github/workflows");
    mkdirSync(workflows, { recursive: true });
    cpSync(join(projectRoot, ".github/workflows/site.yml"), join(workflows, "site.yml"));
    const committed = readBuild(folder());
    assert.ok(committed.folder.startsWith(folder()));
    assert.match(committed.command, /\w/);
    writeFileSync(join(workflows, "site.yml"), "env: { SITE_FOLDER: a/b, SITE_BUILD: make, SITE_OUTPUT: . }\n");
    const site = join(folder(), "a/b");
    assert.deepEqual(readBuild(folder()), { folder: site, command: "make", output: site });
    writeFileSync(join(workflows, "site.yml"), "env: { SITE_FOLDER: a, SITE_BUILD: make }\n");
    assert.throws(() => readBuild(folder()), {
      name: "UserError",
      message: /site\.yml: there is no SITE_OUTPUT at its top/,
    });
  });

  it("is run where its output is missing, or older than a source; what npm has installed is none", async () => {
    const build = buildOf("mkdir -p out\necho made >out/index.html");
    assert.equal(isStale(build), true);
    await runBuild(build, signal);
    assert.equal(isStale(build), false);
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(folder(), "node_modules/b.js"), later, later);
    assert.equal(isStale(build), false);
    utimesSync(join(folder(), "src/a.ts"), later, later);
    assert.equal(isStale(build), true);
  });

  it("fails with what it printed, at the first part that fails", async () => {
    const build = buildOf("echo one\necho two >&2\nfalse\ntouch after");
    await assert.rejects(runBuild(build, signal), {
      name: "UserError",
      message: /the SITE_BUILD of site\.yml:\none\ntwo$/,
    });
    assert.equal(existsSync(join(folder(), "after")), false);
  });
});
