import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { backendOf, folderOf } from "../../commands/preflight/backend";
import { engineCheck, nodeCheck } from "../../commands/preflight/local-checks";
import { Fact } from "../../commands/preflight/outcome";
import { LANGUAGE_HOST } from "../../commands/preflight/engine";
import type { Context } from "../../commands/preflight/context";
import { variablesOf } from "../../commands/preflight/stack-state";
import { STATE_BUCKET } from "./preflight/aws";
import { preflightWorld, script } from "./preflight/world";

describe("npm run preflight: Node and engine", () => {
  const { run, folder } = preflightWorld();

  it("compares Node with package.json", async () => {
    const of = (node: string) => nodeCheck.run({ project: { node } } as Context);
    assert.equal((await of(">=24 || ^20 || ^22")).verdict, "ok");
    const { verdict, says } = await of("^4.0.0");
    assert.deepEqual({ verdict, says }, { verdict: "wrong", says: `${process.version} is not one of ^4.0.0` });
  });

  it("refuses an engine that is too old, and says where it looked", async () => {
    const { line, failed } = await run({ pulumi: { version: "v3.100.0" } });
    const { mark, says } = line("Pulumi engine");
    assert.equal(failed, true);
    assert.equal(mark, "✗");
    assert.match(says, /^pulumi on PATH: version 3.100.0 is there, >=\d.* is wanted; kept copy: there is none in /);
  });

  it("takes the kept copy, and says how to call it", async () => {
    mkdirSync(join(folder(), "versions/3.259.0"), { recursive: true });
    script(join(folder(), "versions/3.259.0"), "pulumi", ["echo v3.259.0"]);
    script(join(folder(), "versions/3.259.0"), LANGUAGE_HOST, []);
    const { line, failed } = await run({ pulumi: { version: "v3.100.0" } });
    assert.equal(failed, false);
    assert.equal(line("Pulumi engine").mark, "!");
    assert.equal(
      line("Pulumi engine").remedy,
      `put it first on PATH to call it as pulumi: export PATH=${join(folder(), "versions/3.259.0/bin")}:$PATH`,
    );
  });
});

describe("npm run preflight: the engine's language host", () => {
  const { folder } = preflightWorld();
  const asked = (command: string, PATH: string, notOnPath?: string) => {
    const engine = new Fact("engine", () => Promise.resolve({ command, version: "3.259.0", notOnPath }));
    return engineCheck.run({ engine, environment: { PATH } } as unknown as Context);
  };

  it("is looked for on PATH and beside the engine's own binary, a link followed", async () => {
    const [bare, links, whole] = ["bare", "links", "whole"].map((name) => join(folder(), name)) as [
      string,
      string,
      string,
    ];
    for (const place of [bare, whole]) script(place, "pulumi", []);
    script(whole, LANGUAGE_HOST, []);
    mkdirSync(links);
    symlinkSync(join(whole, "bin/pulumi"), join(links, "pulumi"));
    assert.equal((await asked("pulumi", join(whole, "bin"))).verdict, "ok");
    assert.equal((await asked("pulumi", links)).verdict, "ok");
    assert.equal((await asked("pulumi", `${join(bare, "bin")}:${join(whole, "bin")}`)).verdict, "ok");
    const alone = await asked("pulumi", join(bare, "bin"));
    assert.equal(alone.verdict, "warning");
    assert.match(alone.remedy ?? "", /failed to load language plugin nodejs/);
  });

  it("is missing where the engine was built from its Go module: up would fail", async () => {
    const command = script(join(folder(), "kept"), "pulumi", []);
    const { verdict, says, remedy } = await asked(command, "/nowhere", "there is none");
    assert.equal(verdict, "wrong");
    assert.match(says, /is good for npm run offline only$/);
    assert.match(remedy ?? "", /^install it: https:/);
  });
});

describe("npm run preflight: settings", () => {
  const { run, folder } = preflightWorld();

  it("names every key that the program would refuse", async () => {
    const { line, failed } = await run({ config: { waitMinutes: -1, reviewers: ["a", "a"], colour: "red" } });
    assert.equal(failed, true);
    const { mark, says, remedy } = line("Settings");
    assert.deepEqual({ mark, says }, { mark: "✗", says: `The settings of stack "prod" cannot be used` });
    for (const key of ["waitMinutes", "reviewers", "colour"]) assert.match(remedy, new RegExp(`^${key}: `, "m"));
  });

  it("reads keys with and without the project's name in front", async () => {
    const { line } = await run({
      config: { "passwordless-cicd:branch": "release", "passwordless-cicd:environment": "live" },
    });
    assert.equal(line("Settings").says, "Pulumi.prod.yaml: acme/site, branch release, environment live");
  });

  it("goes on with AWS where only our own settings are wrong", async () => {
    const { line } = await run({ config: { repository: "acme" } });
    assert.deepEqual(line("Settings"), {
      mark: "✗",
      says: 'repository: got "acme"',
      remedy: "want owner/name, for example acme/site",
    });
    assert.equal(line("AWS account").mark, "✓");
    assert.deepEqual(line("GitHub owner"), { mark: "?", says: "not asked: needs Settings", remedy: "" });
  });

  it("finds names that AWS would refuse", async () => {
    const { line } = await run({ project: { name: "a-name-for-a-project-that-is-much-too-long-for-a-bucket" } });
    assert.equal(line("Settings").mark, "✗");
    assert.match(line("Settings").remedy, /shorten project or stack/);
  });

  it("cannot read what is encrypted", async () => {
    const { line, failed } = await run({ config: { branch: { secure: "v1:abc" } } });
    assert.equal(failed, false);
    assert.equal(line("Settings").mark, "?");
    assert.match(line("Settings").says, /branch is encrypted/);
  });

  it("says where a stack's file is no YAML", async () => {
    writeFileSync(join(folder(), "Pulumi.broken.yaml"), "config: [");
    const { line } = await run({ stack: "broken" });
    assert.match(line("Settings").says, /^Pulumi.broken.yaml:1: it is not YAML: /);
  });
});

describe("npm run preflight: state backend", () => {
  const { run, folder } = preflightWorld();
  const backend = async (world: Parameters<typeof run>[0]) => (await run(world)).line("State backend");

  it("asks S3 below the prefix of the URL", async () => {
    const environment = { PULUMI_BACKEND_URL: `s3://${STATE_BUCKET}/team?region=us-east-1` };
    const full = await backend({ environment, aws: { objects: ["team/.pulumi/meta.yaml"] } });
    assert.deepEqual([full.mark, full.says], ["✓", `s3://${STATE_BUCKET} answers, and holds state`]);
    const empty = await backend({ environment, aws: { objects: [".pulumi/meta.yaml"] } });
    assert.deepEqual([empty.mark, empty.says], ["✓", `s3://${STATE_BUCKET} answers, and holds no state yet`]);
  });

  it("has a cross for a bucket that is not there, elsewhere, or closed", async () => {
    const missing = await backend({ environment: { PULUMI_BACKEND_URL: "s3://not-there" } });
    assert.deepEqual([missing.mark, missing.says], ["✗", "s3://not-there: there is no such bucket"]);
    const s3 = { status: 301, code: "PermanentRedirect" };
    const elsewhere = await backend({ aws: { errors: { s3 } } });
    assert.deepEqual([elsewhere.mark, elsewhere.remedy], ["✗", `say which: s3://${STATE_BUCKET}?region=<region>`]);
    const closed = await backend({ aws: { errors: { s3: { status: 403, code: "AccessDenied" } } } });
    assert.deepEqual([closed.mark, closed.remedy], ["✗", "allow s3:ListBucket to who runs up"]);
  });

  it("warns where stateBucket is another one", async () => {
    assert.equal((await backend({ config: { stateBucket: STATE_BUCKET } })).mark, "✓");
    const { mark, says } = await backend({ config: { stateBucket: "other-state" } });
    assert.deepEqual([mark, says], ["!", `s3://${STATE_BUCKET} answers, but stateBucket is other-state`]);
  });

  it("looks for the folder of a file:// backend", async () => {
    const there = await backend({ environment: { PULUMI_BACKEND_URL: `file://${folder()}` } });
    assert.equal(there.mark, "✓");
    const missing = await backend({ environment: { PULUMI_BACKEND_URL: `file://${folder()}/state?no_tmp_dir=true` } });
    assert.equal(missing.mark, "✗");
    assert.match(missing.remedy, new RegExp(`^mkdir -p ${folder()}/state, or correct PULUMI_BACKEND_URL$`));
  });

  it("has a cross where there is none at all", async () => {
    const { mark, remedy } = await backend({ environment: { PULUMI_BACKEND_URL: undefined } });
    assert.equal(mark, "✗");
    assert.match(remedy, /pulumi login s3:/);
  });

  it("does not ask other backends, nor shows who logs in there", async () => {
    const { mark, says } = await backend({ environment: { PULUMI_BACKEND_URL: "postgres://me:password@host/db" } });
    assert.deepEqual(
      [mark, says],
      ["?", "postgres://host/db (PULUMI_BACKEND_URL): preflight asks only s3:// and file://"],
    );
    const own = await backend({ environment: { PULUMI_BACKEND_URL: "s3://b?endpoint=minio.local" } });
    assert.equal(own.mark, "?");
  });

  it("takes the environment's backend before Pulumi.yaml's, and that before the login's", () => {
    const project = (url?: string) => ({ backend: { url } }) as unknown as Parameters<typeof backendOf>[0];
    writeFileSync(join(folder(), "credentials.json"), JSON.stringify({ current: "file://~" }));
    const login = { PULUMI_HOME: folder() };
    const url = (asked: string | undefined, environment: NodeJS.ProcessEnv) =>
      backendOf(project(asked), environment)?.url;
    assert.equal(url("s3://yaml", { ...login, PULUMI_BACKEND_URL: "s3://environment" }), "s3://environment");
    assert.equal(url("s3://yaml", { ...login, PULUMI_BACKEND_URL: "" }), "s3://yaml");
    assert.equal(url(undefined, { ...login, PULUMI_ACCESS_TOKEN: "pul-x" }), "file://~");
    assert.equal(url(undefined, { PULUMI_HOME: "/nowhere", PULUMI_ACCESS_TOKEN: "pul-x" }), "https://api.pulumi.com");
    assert.equal(url(undefined, { PULUMI_HOME: "/nowhere" }), undefined);
  });

  it("reads file:// as the engine does", () => {
    assert.equal(folderOf("file://~", "/project"), homedir());
    assert.equal(folderOf("file://~/state?x=1", "/project"), join(homedir(), "state"));
    assert.equal(folderOf("file://./state", "/project"), "/project/state");
    assert.equal(folderOf("file:///state", "/project"), "/state");
  });
});

describe("npm run preflight: the stack's state", () => {
  it("gives the variables of the stack's repository", () => {
    const type = "github:index/actionsVariable:ActionsVariable";
    const resources = [
      { type, outputs: { repository: "Site", variableName: "PROD_branch" } },
      { type, outputs: { repository: "other", variableName: "PROD_SITE_URL" } },
      { type: "aws:s3/bucket:Bucket", outputs: { repository: "site", variableName: "PROD_TRUST" } },
      { type: "pulumi:pulumi:Stack" },
    ];
    assert.deepEqual([...variablesOf({ deployment: { resources } }, "site")], ["PROD_BRANCH"]);
    assert.deepEqual([...variablesOf({}, "site")], []);
  });
});
