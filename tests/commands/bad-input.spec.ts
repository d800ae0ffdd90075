// What a command says of input that it cannot use: a plain message, and never a stack trace.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLE } from "../support/example/project";
import { temporaryFolder } from "../support/temporary-folder";

describe("a command that gets what it cannot use", () => {
  const folder = temporaryFolder();

  function command(name: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    const options = ["-r", "ts-node/register", `commands/${name}.ts`, "--stack", "dev", ...args];
    const env = { ...process.env, PULUMI_HOME: join(folder(), "home"), PATH: folder(), ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, options, { cwd: EXAMPLE, encoding: "utf8", env });
    assert.doesNotMatch(stderr, /^ +at /m);
    assert.deepEqual([status, stdout], [1, ""]);
    return stderr;
  }

  /** A `pulumi` that says this and fails. */
  function engineThatSays(...lines: readonly string[]): void {
    writeFileSync(join(folder(), "pulumi"), `#!/bin/sh\n${lines.join("\n")}\nexit 255\n`);
    chmodSync(join(folder(), "pulumi"), 0o755);
  }

  it("says what is wrong with a file: plan", () => {
    for (const text of ["{}", "null", "[]", '{"deployment":{"resources":[{}]},"steps":[{}]}']) {
      const file = join(folder(), "file.json");
      writeFileSync(file, text);
      assert.match(command("plan", ["--file", file]), /^error: .+; expected what pulumi preview --json prints\n$/);
    }
    assert.equal(command("plan", ["--file", "missing"]), "error: missing: there is no such file\n");
    assert.match(command("plan", ["--file", folder()]), /^error: .+: it is a folder; expected a file\n$/);
  });

  for (const name of ["plan", "trust"]) {
    it(`says that there is no engine, takes none from packages and makes none: ${name}`, () => {
      const packages = join(folder(), "node_modules/.bin");
      mkdirSync(packages, { recursive: true });
      writeFileSync(join(packages, "pulumi"), "#!/bin/sh\necho forged\n");
      chmodSync(join(packages, "pulumi"), 0o755);
      const said = command(name, [], { PATH: packages });
      assert.match(said, /^error: there is no Pulumi engine here: no pulumi on PATH, and none kept in .+; install it/);
    });

    it(`names backend.url and --offline where there is no backend: ${name}`, () => {
      engineThatSays("echo 'error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions' >&2");
      assert.match(
        command(name, []),
        /: PULUMI_ACCESS_TOKEN must .+\nNo backend is set: set backend\.url .+ --offline\.\n$/,
      );
      engineThatSays("echo 'error: no stack named dev found' >&2");
      assert.match(command(name, []), /: no stack named dev found\nThe backend does not have it: .+ --offline\.\n$/);
    });

    it(`takes a state folder with --offline alone, and says where there is none: ${name}`, () => {
      assert.equal(command(name, ["--state", "x"]).split("\n")[0], "error: --state goes with --offline");
      assert.match(
        command(name, ["--offline", "--state", join(folder(), "none")]),
        /^error: there is no state folder \S+: npm run offline -- up --stack dev/,
      );
    });

    it(`shows how it is called in one line, behind the error: ${name}`, () => {
      assert.match(
        command(name, ["--bad"]),
        /^error: Unknown option '--bad'\nUsage: npm run \S+ -- .+; --help says more\n$/,
      );
    });

    it(`sees that npm has kept its options: ${name}`, () => {
      const kept = { npm_lifecycle_event: name, npm_config_stack: "prod" };
      assert.match(command(name, [], kept), new RegExp(`npm has kept --stack .+: npm run ${name} -- --stack prod\n$`));
    });
  }

  it("shows the diagnostics of a preview that failed", () => {
    engineThatSays(`echo '{"steps":[],"diagnostics":[{"severity":"error","message":"branch: got nothing"}]}'`);
    assert.equal(command("plan", []), "error: the preview failed: branch: got nothing\n");
  });
});
