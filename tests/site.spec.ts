// site/ is the user's own front end: whatever is put there, what check.yml runs stays as it was.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./support/program";
import { temporaryFolder } from "./support/temporary-folder";

/** A page without npm, and files that any linter, formatter or compiler of ours would refuse. */
const SITE = {
  "index.html": "<p>Hello",
  "app.ts": "const x : number =   'a'\n",
  "app.js": "unknown(;\n",
  "a.json": "{",
};

/** Specs that read what belongs to the build: its job, Dependabot's settings, and the scripts that pages name. */
const SPECS = ["workflows/site", "docs/dependabot", "docs/links"];

describe("a site of the user's own", () => {
  const folder = temporaryFolder();

  it("without npm changes nothing of what check.yml runs", () => {
    const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
      cwd: join(ROOT, "."),
      encoding: "utf8",
    });
    for (const file of files.split("\0").filter((one) => one !== "" && !one.startsWith("site/"))) {
      mkdirSync(dirname(join(folder(), file)), { recursive: true });
      cpSync(join(ROOT, file), join(folder(), file));
    }
    execFileSync("git", ["init", "-q"], { cwd: folder() });
    symlinkSync(join(ROOT, "node_modules"), join(folder(), "node_modules"));
    mkdirSync(join(folder(), "site"));
    for (const [name, text] of Object.entries(SITE)) writeFileSync(join(folder(), "site", name), text);

    const run = (...args: string[]): string => {
      const options = { cwd: folder(), encoding: "utf8" as const, env: { PATH: process.env.PATH } };
      const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
      assert.equal(status, 0, `${args.join(" ")}\n${stdout}${stderr}`);
      return stdout;
    };
    const lint = ["--no-warn-ignored", "--pass-on-no-patterns", "--no-error-on-unmatched-pattern"];
    run("node_modules/eslint/bin/eslint.js", ...lint, "--max-warnings", "0", "site", "transpiler.cjs");
    run("node_modules/prettier/bin/prettier.cjs", "--check", "site", "index.ts");
    for (const project of [".", "delivery"]) {
      const compiled = run("node_modules/typescript/bin/tsc", "-p", project, "--listFilesOnly").split("\n");
      assert.deepEqual(
        compiled.filter((file) => file.startsWith(join(folder(), "site/"))),
        [],
      );
    }
    const specs = SPECS.map((name) => `tests/${name}.spec.ts`);
    run("node_modules/mocha/bin/mocha.js", "--no-config", "-r", "ts-node/register", "--timeout", "60000", ...specs);
  });

  it("is known to nothing but the build job of site.yml", () => {
    const found = spawnSync("git", ["grep", "-nIE", "site/(dist|src|package)|\\b[Vv]ite\\b|buildSite"], {
      cwd: join(ROOT, "."),
      encoding: "utf8",
    });
    const outside =
      /^(site\/|docs\/|README\.md|CHANGELOG\.md|tests\/site\.spec\.ts|tests\/browser\/routings\.spec\.ts|tests\/delivery\/release\/|tests\/support\/generators\/|\.github\/workflows\/site\.yml|tests\/workflows\/site\.spec\.ts)/;
    const lines = found.stdout.split("\n").filter((line) => line !== "" && !outside.test(line));
    assert.deepEqual(lines, []);
  });
});
