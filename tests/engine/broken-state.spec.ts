import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsIn } from "../../offline/state-folder";
import { offline } from "../support/command";
import { describeOnEngine, inSession, newState, pathWithEngine, withDev } from "../support/engine";
import { EXAMPLE } from "../support/example/project";

/** What a failing command prints to standard error, which is never a stack trace. */
async function said(...args: readonly string[]): Promise<string> {
  const { code, stderr } = await offline(args);
  assert.equal(code, 1, stderr);
  assert.doesNotMatch(stderr, /^ +at /m);
  return stderr;
}

describeOnEngine("a state folder that cannot be used", () => {
  it("says so where it is a file", async () => {
    const file = newState();
    writeFileSync(file, "");
    for (const action of ["up", "reset"]) {
      assert.match(await said(action, "--state", file), /error: \S+ is not a folder: choose one with --state\n$/);
    }
  });

  it("names itself in the hint where its cloud is broken", async () => {
    const state = await withDev();
    writeFileSync(pathsIn(state).cloud, "{");
    const hint = new RegExp(`not what it wrote: .+\nnpm run offline -- reset --state ${state} starts over\\.\n$`);
    assert.match(await said("up", "--state", state), hint);
  });

  it("names itself in the hint where a stack's state was emptied or cut off", async () => {
    for (const size of [0, 1000]) {
      const state = await withDev();
      const file = join(pathsIn(state).backend, ".pulumi/stacks/passwordless-cicd/dev.json");
      truncateSync(file, size);
      const hint = `^the state of dev cannot be read: [^]*\nnpm run offline -- reset --state ${state} starts over\\.$`;
      await inSession(state, { stack: "dev" }, async (session) => {
        for (const action of ["up", "export", "refresh"] as const)
          await assert.rejects(session.on("dev")[action](), { name: "UserError", message: new RegExp(hint) });
      });
    }
  });

  it("names itself in the hint where the project had another name", async () => {
    const state = await withDev();
    const stacks = join(pathsIn(state).backend, ".pulumi/stacks");
    renameSync(join(stacks, "passwordless-cicd"), join(stacks, "earlier"));
    const { cloud } = pathsIn(state);
    const before = readFileSync(cloud, "utf8");
    const hint = `expected "earlier", whose stacks are in ${state}\\.\nnpm run offline -- reset --state ${state} starts over\\.\n$`;
    assert.match(
      await said("up", "--state", state),
      new RegExp(`^error: name in Pulumi\\.yaml: got "passwordless-cicd"; ${hint}`, "m"),
    );
    assert.equal(readFileSync(cloud, "utf8"), before);
  });

  it("is usable where a lock was cut off", async () => {
    const state = await withDev();
    const locks = join(pathsIn(state).backend, ".pulumi/locks/x");
    mkdirSync(locks, { recursive: true });
    for (const [name, text] of Object.entries({ a: "", b: "{", c: "null" }))
      writeFileSync(join(locks, `${name}.json`), text);
    await inSession(state, {}, (session) => session.on("dev").preview());
  });
});

describeOnEngine("npm run plan -- --offline", () => {
  const plan = (project: string) =>
    spawnSync(process.execPath, ["-r", "ts-node/register", "commands/plan.ts", "--stack", "dev", "--offline"], {
      cwd: project,
      env: { ...process.env, PATH: pathWithEngine() },
      encoding: "utf8",
    });

  it("shows the program's own words for a wrong setting, without a stack trace", async () => {
    const file = join(EXAMPLE, "Pulumi.dev.yaml");
    const text = readFileSync(file, "utf8");
    try {
      assert.equal((await offline(["preview", "--stack", "dev"])).code, 0);
      for (const [key, message] of [
        ["colour: red", /^error: the preview failed: [^]*colour: is not a setting of this program/m],
        [
          "sessionMinutes: long",
          /^error: preview of dev failed: [^]*sessionMinutes: got "long"; expected a whole number/m,
        ],
      ] as const) {
        writeFileSync(file, text.replace("config:\n", `config:\n  ${key}\n`));
        const { status, stdout, stderr } = plan(EXAMPLE);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /^ +at /m);
        assert.deepEqual([status, stdout], [1, ""]);
      }
    } finally {
      writeFileSync(file, text);
      await offline(["reset"]);
    }
  });
});

describeOnEngine("a proxy in the environment", () => {
  it("is not asked for what is on this machine", async () => {
    const state = newState();
    const proxy = "http://127.0.0.1:9";
    const environment = {
      http_proxy: proxy,
      https_proxy: proxy,
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      grpc_proxy: proxy,
    };
    const { code, stderr } = await offline(["preview", "--stack", "dev", "--state", state], environment);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /proxy/);
  });
});
