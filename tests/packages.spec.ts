// What runs beside credentials: as few packages and modules as it needs, and none that could stand in for a command.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { forgetPackageCommands, withoutPackageCommands } from "../lib/search-path";
import { EXAMPLE } from "./support/example/project";
import { ROOT } from "./support/program";
import { temporaryFolder } from "./support/temporary-folder";

interface Locked {
  readonly dev?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
  packages: Readonly<Record<string, Locked>>;
};
const locked = Object.entries(packages).filter(([path]) => path !== "");
/** The package debug takes these where they are there. They are not with --omit=dev. */
const TAKEN_ALONG = ["node_modules/supports-color", "node_modules/has-flag"];
const development = new Set(
  locked.filter(([path, { dev }]) => dev === true && !TAKEN_ALONG.includes(path)).map(([path]) => path),
);

/** The package that a file belongs to, as the lockfile names it; undefined for a file of ours. */
function packageOf(file: string): string | undefined {
  return /^node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

describe("the packages", () => {
  it("that a job with credentials installs are less than half of all", () => {
    const installed = locked.filter(([, { dev }]) => dev !== true).length;
    assert.ok(installed <= 245, `npm ci --omit=dev installs ${installed} packages of ${locked.length}`);
  });

  it("bring no command that would be taken for one of the system", () => {
    const commands = locked.flatMap(([path, { bin = {} }]) => Object.keys(bin).map((name) => `${name} of ${path}`));
    assert.ok(commands.length > 10);
    assert.deepEqual(
      commands.filter((each) => /^(node|npm|npx|pulumi|pulumi-.+|aws|git|bash|sh) of /.test(each)),
      [],
    );
  });

  it("have their commands left out where ours look for one", () => {
    for (const [path, kept] of [
      ["/project/node_modules/.bin:/usr/bin", "/usr/bin"],
      ["/usr/bin:/project/node_modules/.bin/:/a/node_modules/.bin/below", "/usr/bin"],
      ["node_modules/.bin:/opt/node_modules.bin:/opt/node_modules/bin", "/opt/node_modules.bin:/opt/node_modules/bin"],
      ["", ""],
    ] as const) {
      assert.equal(withoutPackageCommands(path), kept);
    }
    const { PATH } = process.env;
    process.env.PATH = "/project/node_modules/.bin:/usr/bin";
    forgetPackageCommands();
    assert.equal(process.env.PATH, "/usr/bin");
    process.env.PATH = PATH;
  });
});

describe("the modules that run beside credentials", () => {
  const folder = temporaryFolder();

  /** What a process loads, by its path in the project. */
  function loads(...args: readonly string[]): string[] {
    const [hook, list] = [join(folder(), "hook.cjs"), join(folder(), "loaded.json")];
    const write = `require("node:fs").writeFileSync(${JSON.stringify(list)}, JSON.stringify(Object.keys(require.cache)))`;
    writeFileSync(hook, `process.on("exit", () => ${write});`);
    const run = spawnSync(process.execPath, ["-r", hook, "-r", "ts-node/register", ...args], { cwd: EXAMPLE });
    assert.notEqual(run.status, null);
    const files = JSON.parse(readFileSync(list, "utf8")) as string[];
    return files
      .filter((file) => file !== hook)
      .map((file) => file.replace(EXAMPLE + sep, "").replace(join(ROOT, sep), ""))
      .sort();
  }

  /** The development packages, and what of offline/ and bench/, that are among them. */
  const needless = (files: readonly string[]): string[] => [
    ...new Set(files.flatMap((file) => packageOf(file) ?? []).filter((name) => development.has(name))),
    ...files.filter((file) => /^(offline|bench|tests)\//.test(file)),
  ];

  const preview = JSON.stringify({ steps: [] });
  for (const [what, most, args] of [
    ["plan", 55, () => ["commands/plan.ts", "--stack", "dev", "--file", fileWith(preview)]],
    ["plan that asks the engine", 55, () => ["commands/plan.ts", "--stack", "nowhere"]],
    ["trust", 65, () => ["commands/trust.ts", "--stack", "nowhere"]],
    ["setting", 140, () => ["commands/setting.ts", "--stack", "dev", "githubApp"]],
    ["the program", 1500, () => ["-e", "require('./index.ts')"]],
  ] as const) {
    it(`are few for ${what}, without the pretend cloud and without development packages`, () => {
      const files = loads(...args());
      assert.ok(files.length > 20 && files.length <= most, `${files.length} modules:\n${files.join("\n")}`);
      assert.deepEqual(needless(files), []);
    });
  }

  it("are for preflight, of the development packages, AWS's own SDK alone", () => {
    const files = loads("commands/preflight.ts", "--help");
    const others = needless(files).filter((name) => !/^node_modules\/@(aws|aws-sdk|smithy)\//.test(name));
    assert.deepEqual(others, []);
  });

  function fileWith(content: string): string {
    const file = join(folder(), "preview.json");
    writeFileSync(file, content);
    return file;
  }
});
