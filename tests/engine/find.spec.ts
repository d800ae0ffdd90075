import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { findEngine, type Way } from "../../engine/find";
import { buildWithGo, type Search } from "../../engine/go-build";
import { keptCopy, onPath, requiredVersion } from "../../engine/present";
import { engineFolder, engineVersion } from "../../engine/version";
import { projectRoot } from "../../lib/paths";
import { temporaryFolder } from "../support/temporary-folder";

const engine = { command: "/bin/pulumi", version: { toString: () => "3.259.0" } } as unknown as PulumiCommand;
const gives: Way = { name: "this way", find: () => Promise.resolve(engine) };
const fails = (name: string, reason: string): Way => ({ name, find: () => Promise.reject(new Error(reason)) });

describe("the wanted engine", () => {
  it("is the one that go.mod builds", () => {
    const goMod = readFileSync(join(projectRoot, "engine/go.mod"), "utf8");
    for (const module of ["pkg", "sdk"]) {
      assert.match(goMod, new RegExp(`\\sgithub\\.com/pulumi/pulumi/${module}/v3 v${engineVersion}\\s`));
    }
  });

  it("is one that Pulumi.yaml accepts, by a range that the test and Pulumi read alike", () => {
    assert.match(requiredVersion(), /^>=\d+\.\d+\.\d+$/);
  });

  it("is kept where Pulumi's own tools keep it", () => {
    assert.equal(engineFolder({ PULUMI_HOME: "/home/of/pulumi" }), `/home/of/pulumi/versions/${engineVersion}`);
    assert.equal(engineFolder({}), join(homedir(), ".pulumi/versions", engineVersion));
  });
});

describe("the search for an engine", () => {
  let said: string[];
  const search: Search = { say: (line) => said.push(line) };
  beforeEach(() => {
    said = [];
  });

  it("takes the first way that gives one, and says which", async () => {
    assert.equal(await findEngine(search, [fails("one", "none"), gives, fails("three", "never asked")]), engine);
    assert.deepEqual(said, ["Engine 3.259.0: this way (/bin/pulumi)"]);
  });

  it("lists all ways with their reasons where none gives one", async () => {
    await assert.rejects(findEngine(search, [fails("one", "none"), fails("two", "too old")]), {
      name: "UserError",
      message: "No Pulumi engine is available here. Tried, in this order:\n  1. one: none\n  2. two: too old",
    });
  });

  it("ends with the user's interrupt, before it tries the next way", async () => {
    const ended = new AbortController();
    ended.abort();
    await assert.rejects(findEngine({ ...search, signal: ended.signal }, [fails("one", "killed"), gives]), {
      name: "AbortError",
    });
  });
});

describe("an engine that is there", () => {
  const folder = temporaryFolder();
  const saved = { PATH: process.env.PATH, PULUMI_HOME: process.env.PULUMI_HOME };
  const pulumi = (into: string, prints: string): void => {
    mkdirSync(into, { recursive: true });
    writeFileSync(join(into, "pulumi"), `#!/bin/sh\n${prints}\n`);
    chmodSync(join(into, "pulumi"), 0o755);
  };
  beforeEach(() => {
    process.env.PATH = folder();
    process.env.PULUMI_HOME = join(folder(), "home");
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(saved)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it("on PATH is taken where it is new enough", async () => {
    pulumi(folder(), "echo v3.300.1");
    assert.equal(String((await onPath()).version), "3.300.1");
  });

  const unfit: [string, string, RegExp][] = [
    ["too old", "echo v3.0.0", /^(version 3\.0\.0 is there, >=|.*minimum CLI version requirement)/i],
    ["of another major version", "echo v4.0.0", /^Major version mismatch/],
    ["no pulumi at all", "echo hello", /^Failed to parse Pulumi CLI version/],
    ["broken", "echo 'cannot load' >&2; exit 1", /cannot load|exit code 1/],
  ];
  for (const [what, prints, reason] of unfit) {
    it(`on PATH is not taken where it is ${what}`, async () => {
      pulumi(folder(), prints);
      await assert.rejects(onPath(), (error: Error) => reason.test(error.message) && !error.message.includes("\n"));
    });
  }

  it("is said to be missing where it is", async () => {
    await assert.rejects(onPath(), { message: "there is none" });
    await assert.rejects(keptCopy(), { message: `there is none in ${engineFolder()}` });
  });

  it("in the folder of kept copies is taken in exactly the wanted version", async () => {
    pulumi(join(engineFolder(), "bin"), "echo v3.300.1");
    await assert.rejects(keptCopy(), { message: /says that it is version 3\.300\.1$/ });
    pulumi(join(engineFolder(), "bin"), `echo v${engineVersion}`);
    assert.equal((await keptCopy()).command, join(engineFolder(), "bin/pulumi"));
  });

  describe("or is built with Go", () => {
    const go = (build: string): void => {
      writeFileSync(
        join(folder(), "go"),
        [
          "#!/bin/sh",
          'for last; do case "$last" in -o=*) out="${last#-o=}";; esac; done',
          'case "$1" in',
          "  list) echo 'go: downloading a v1' >&2; echo one; echo two;;",
          `  build) echo one >&2; echo two >&2; ${build};;`,
          "esac",
        ].join("\n"),
      );
      chmodSync(join(folder(), "go"), 0o755);
    };
    const said: string[] = [];
    const search: Search = { say: (line) => said.push(line) };

    it("into the folder of kept copies, by a rename", async () => {
      go(`echo '#!/bin/sh' > "$out"; echo 'echo v${engineVersion}' >> "$out"; /bin/chmod 755 "$out"`);
      assert.equal((await buildWithGo(search)).command, join(engineFolder(), "bin/pulumi"));
      assert.match(said[0] ?? "", /^Building Pulumi .* with Go, minutes the first time \.\.\.$/);
    });

    it("and says Go's own words where that fails, leaving nothing behind", async () => {
      go('echo half > "$out"; echo "no space left" >&2; exit 1');
      await assert.rejects(buildWithGo(search), { message: "go build failed: one | two | no space left" });
      assert.equal(existsSync(join(engineFolder(), "bin/pulumi")), false);
      assert.equal(existsSync(join(engineFolder(), `bin/.pulumi-${process.pid}`)), false);
    });

    it("and says so where there is no Go", async () => {
      await assert.rejects(buildWithGo(search), { message: "there is no go on PATH" });
    });
  });
});
