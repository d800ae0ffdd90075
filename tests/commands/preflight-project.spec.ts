import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { backendOf } from "../../commands/preflight/state/backend";
import { node } from "../../commands/preflight/local";
import { LANGUAGE_HOST, outcomeOfEngine } from "../../commands/preflight/engine";
import type { Context } from "../../commands/preflight/context";
import { variablesOf } from "../../commands/preflight/github/variables";
import { type AwsWorld, STATE_BUCKET } from "./preflight/aws";
import { variables } from "./preflight/github";
import { inEnvironment, preflightWorld, script } from "./preflight/world";

describe("npm run preflight: roles", () => {
  const { run } = preflightWorld();

  it("names the stack's own beside the built-in ones", async () => {
    const api = { workflow: "deploy-api.yml", trigger: "environment", policy: "policies/api.json" };
    const { line } = await run({ config: { roles: { api } } });
    assert.deepEqual([line("Roles").mark, line("Roles").says], ["✓", "publish, infrastructure, preview, drift, api"]);
  });

  it("warns where nothing looks for drift", async () => {
    const { line, failed } = await run({ config: { builtInRoles: ["publish"] } });
    const { mark, says, remedy } = line("Roles");
    assert.deepEqual(
      [failed, mark, says],
      [false, "!", "publish; without drift nothing looks for changes that nobody committed"],
    );
    assert.match(remedy, /^name drift in builtInRoles, or /);
  });
});

describe("npm run preflight: Node and engine", () => {
  const { run, folder } = preflightWorld();

  it("compares Node with package.json", () => {
    const of = (accepted: string) => {
      writeFileSync(join(folder(), "package.json"), JSON.stringify({ engines: { node: accepted } }));
      return node({ project: { folder: folder() } } as Context);
    };
    assert.equal(of(">=24 || ^20 || ^22").verdict, "ok");
    const { verdict, says } = of("^4.0.0");
    assert.deepEqual({ verdict, says }, { verdict: "wrong", says: `${process.version} is not one of ^4.0.0` });
  });

  it("refuses an engine that is too old, and says where it looked", async () => {
    const { line, failed } = await run({ pulumi: { version: "v3.100.0" } });
    const { mark, says } = line("Pulumi engine");
    assert.equal(failed, true);
    assert.equal(mark, "✗");
    assert.match(says, /^pulumi on PATH: found version 3.100.0; expected >=\d.*; kept copy: there is none in /);
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
  const asked = (command: string, PATH: string, notOnPath?: string) =>
    inEnvironment({ PATH }, () => Promise.resolve(outcomeOfEngine(command, "3.259.0", notOnPath)));

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

  it("refuses an order of promotion that only the workflows would refuse", async () => {
    for (const key of ["after", "before"]) {
      const { line, failed } = await run({ config: { [key]: "devel" } });
      const { mark, says } = line("Settings");
      assert.deepEqual([failed, mark], [true, "✗"]);
      assert.match(says, new RegExp(`^${key}: got "devel"; expected another environment of acme/site: `));
    }
  });

  it("goes on with AWS where only our own settings are wrong", async () => {
    const { line } = await run({ config: { repository: "acme" } });
    assert.deepEqual(line("Settings"), {
      mark: "✗",
      says: 'repository: got "acme"',
      remedy: "expected owner/name, for example acme/site",
    });
    assert.equal(line("AWS account").mark, "✓");
    assert.deepEqual(line("Headers policies"), { mark: "?", says: "not checked: needs Settings", remedy: "" });
  });

  it("finds names that AWS would refuse", async () => {
    const { line } = await run({ project: { name: "a-name-for-a-project-that-is-much-too-long-for-a-bucket" } });
    assert.equal(line("Settings").mark, "✗");
    assert.match(line("Settings").remedy, /shorten project or stack/);
  });

  for (const value of [{ secure: "v1:abc" }, { custom: [{ secure: "v1:abc" }] }]) {
    it(`has a cross for what is encrypted: ${JSON.stringify(value)}`, async () => {
      const { line, failed } = await run({ config: { headers: value } });
      assert.equal(failed, true);
      assert.equal(line("Settings").mark, "✗");
      assert.match(line("Settings").says, /headers: got an encrypted value$/);
    });
  }

  it("has a cross for a token in the file", async () => {
    const { line, failed } = await run({ config: { "github:token": "x" } });
    assert.equal(failed, true);
    assert.match(line("Settings").says, /^github:token: is not a key that a stack may set$/);
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
  const committed = (url: string | undefined) => ({ project: { backend: url === undefined ? undefined : { url } } });
  const COMMIT =
    "set backend.url (s3://<bucket>?region=<region>, or https://api.pulumi.com) in Pulumi.yaml, and commit it";

  it("refuses what the roles cannot reach, as the program does", async () => {
    for (const rest of ["/team-a", "?endpoint=minio.example", "?region=us-east-1&profile=x", "?disableSSL=true"]) {
      const { line, failed } = await run(committed(`s3://${STATE_BUCKET}${rest}`));
      assert.equal(failed, true);
      const { mark, says, remedy } = line("State backend");
      assert.deepEqual([mark, says], ["✗", `backend.url: got "s3://${STATE_BUCKET}${rest}"`]);
      assert.match(remedy, /^expected s3:\/\/<bucket> or s3:\/\/<bucket>\?region=<region>, without a path/);
      assert.equal(line("State bucket").mark, "?");
    }
    const other = await backend({ config: { stateBucket: "other-state" } });
    assert.deepEqual(
      [other.mark, other.says, other.remedy],
      ["✗", 'stateBucket: got "other-state"', `expected ${STATE_BUCKET}, the bucket of backend.url`],
    );
  });

  it("has a cross for a bucket that is not there, elsewhere, or closed", async () => {
    const missing = await backend({ ...committed("s3://not-there"), config: { stateBucket: "" } });
    assert.deepEqual([missing.mark, missing.says], ["✗", "s3://not-there: there is no such bucket"]);
    const s3 = { status: 301, code: "PermanentRedirect" };
    const elsewhere = await backend({ aws: { errors: { s3 } } });
    assert.deepEqual([elsewhere.mark, elsewhere.remedy], ["✗", `say which: s3://${STATE_BUCKET}?region=<region>`]);
    const closed = await backend({ aws: { errors: { s3: { status: 403, code: "AccessDenied" } } } });
    assert.deepEqual([closed.mark, closed.remedy], ["✗", "allow s3:ListBucket for the identity that runs up"]);
  });

  it("asks in the region that the workflows have: the address's, else the stack's, never the shell's", async () => {
    const asked = async (url: string) => {
      const { requests } = await run({ ...committed(url), environment: { AWS_REGION: "eu-west-1" } });
      const s3 = requests.map(
        (request) => /\/(\S+)\/s3\/aws4_request/.exec(String(request.headers.authorization))?.[1],
      );
      return [...new Set(s3.filter((each) => each !== undefined))].map((scope) => scope.split("/").at(-1));
    };
    assert.deepEqual(await asked(`s3://${STATE_BUCKET}?region=eu-central-1`), ["eu-central-1"]);
    assert.deepEqual(await asked(`s3://${STATE_BUCKET}`), ["us-east-1"]);
  });

  it("warns where stateBucket is empty", async () => {
    const { mark, says, remedy } = await backend({ config: { stateBucket: "" } });
    assert.deepEqual(
      [mark, says, remedy],
      [
        "!",
        `s3://${STATE_BUCKET} answers, but stateBucket is empty: no role may read the state`,
        `set stateBucket: ${STATE_BUCKET} in Pulumi.prod.yaml, unless the repository's own workflows run no Pulumi`,
      ],
    );
  });

  it("warns where the shell's is another: the workflows do not know it", async () => {
    for (const url of ["https://api.pulumi.com", `file://${folder()}`, "s3://other", `s3://${STATE_BUCKET}/team`]) {
      const { mark, says, remedy } = await backend({ environment: { PULUMI_BACKEND_URL: url } });
      assert.deepEqual(
        [mark, says],
        [
          "!",
          `up from here keeps the state in ${url} (PULUMI_BACKEND_URL), the workflows look for it in s3://acme-state`,
        ],
      );
      assert.equal(remedy, "unset PULUMI_BACKEND_URL: backend.url in Pulumi.yaml serves both");
    }
    const same = { PULUMI_BACKEND_URL: `s3://${STATE_BUCKET}?region=us-east-1` };
    assert.equal((await backend({ environment: same })).mark, "✓");
  });

  it("warns where none is committed, however well the shell's is", async () => {
    for (const url of [`s3://${STATE_BUCKET}`, "https://api.pulumi.com", `file://${folder()}`]) {
      const { mark, says, remedy } = await backend({
        ...committed(undefined),
        environment: { PULUMI_BACKEND_URL: url },
      });
      assert.deepEqual(
        [mark, says, remedy],
        ["!", `${url} (PULUMI_BACKEND_URL): the workflows work with a committed s3:// or https:// only`, COMMIT],
      );
    }
  });

  describe("in Pulumi Cloud", () => {
    const CLOUD = { ...committed("https://api.pulumi.com"), file: { encryptionsalt: undefined } };
    const config = { stateBucket: "", pulumiOrganization: "acme" };

    it("says what it knows and what it cannot ask", async () => {
      const { line, requests } = await run({ ...CLOUD, config });
      const { mark, says, remedy } = line("State backend");
      assert.deepEqual(
        [mark, says, remedy],
        [
          "?",
          "https://api.pulumi.com, organization acme; its issuer, teams and rules are not checked",
          "npm run trust -- --stack prod --pulumi-cloud prints what an administrator registers",
        ],
      );
      assert.deepEqual(
        [line("State bucket").mark, line("State bucket").says],
        ["✓", "none: the state is in Pulumi Cloud"],
      );
      assert.match(line("Passphrase").says, /^none: Pulumi Cloud has keys of its own/);
      assert.ok(!requests.some(({ url }) => url.href.includes(STATE_BUCKET)));
    });

    it("warns where no job would get a token", async () => {
      const { mark, says, remedy } = await backend({ ...CLOUD, config: { stateBucket: "" } });
      assert.deepEqual(
        [mark, remedy],
        ["!", "set pulumiOrganization in Pulumi.yaml, unless the repository's own workflows run no Pulumi"],
      );
      assert.equal(
        says,
        "https://api.pulumi.com, but pulumiOrganization is empty: no job of the workflows gets a token",
      );
    });

    it("warns where the shell's is another", async () => {
      const environment = { PULUMI_BACKEND_URL: "https://pulumi.acme.example" };
      const { mark, says } = await backend({ ...CLOUD, config, environment });
      assert.equal(mark, "!");
      assert.match(
        says,
        /in https:\/\/pulumi\.acme\.example \(PULUMI_BACKEND_URL\), the workflows .+ in https:\/\/api\.pulumi\.com$/,
      );
    });

    it("has a cross for a bucket beside it, a path, and an organization without it", async () => {
      const beside = await backend({ ...CLOUD, config: { pulumiOrganization: "" } });
      assert.deepEqual([beside.mark, beside.remedy], ["✗", "expected none: the state is in Pulumi Cloud"]);
      const path = await backend({ ...committed("https://api.pulumi.com/acme"), config });
      assert.deepEqual([path.mark, path.says], ["✗", 'backend.url: got "https://api.pulumi.com/acme"']);
      const without = await backend({ config });
      assert.deepEqual([without.mark, without.says], ["✗", `backend.url: got "s3://${STATE_BUCKET}"`]);
    });

    it("is asked for the stack in its organization", async () => {
      await run({
        ...CLOUD,
        config,
        github: { answers: { "repos/acme/site/actions/variables": variables("PROD_BRANCH") } },
      });
      const calls = readFileSync(join(folder(), "pulumi-calls"), "utf8");
      assert.match(calls, /^stack export --stack acme\/prod --non-interactive$/m);
    });
  });

  it("has a cross where there is none at all", async () => {
    const { mark, remedy } = await backend(committed(undefined));
    assert.deepEqual([mark, remedy], ["✗", COMMIT]);
  });

  it("does not show who logs in at a backend", async () => {
    const { mark, says } = await backend({ environment: { PULUMI_BACKEND_URL: "postgres://me:password@host/db" } });
    assert.equal(mark, "!");
    assert.match(says, /postgres:\/\/host\/db \(PULUMI_BACKEND_URL\)/);
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
});

describe("npm run preflight: state bucket", () => {
  const { run } = preflightWorld();
  const bucket = async (given: AwsWorld["bucket"]) =>
    (await run({ aws: { bucket: given ?? {} } })).line("State bucket");

  it("warns where it is not versioned, not closed, or another account's", async () => {
    for (const versioning of ["", "Suspended"]) {
      const { mark, says, remedy } = await bucket({ versioning });
      assert.deepEqual(
        [mark, says],
        ["!", "not versioned: a state that is overwritten is lost, not public, of this account"],
      );
      assert.match(remedy, /^aws s3api put-bucket-versioning --bucket acme-state /);
    }
    for (const publicAccessBlock of [404, [true, true, true, false], [false, true, true, true]]) {
      const { mark, says, remedy } = await bucket({ publicAccessBlock });
      assert.deepEqual([mark, says], ["!", "versioned, public access not blocked, of this account"]);
      assert.match(remedy, /^aws s3api put-public-access-block --bucket acme-state /);
    }
    const { mark, says, remedy } = await bucket({ owner: "999988887777" });
    assert.deepEqual([mark, says], ["!", "versioned, not public, of another account"]);
    assert.match(remedy, /bucket policy must let the stack's roles in/);
  });

  it("has no tick for what cannot be asked", async () => {
    const asked = { versioning: 403, publicAccessBlock: 403, owner: 400 };
    const says =
      "versions not checked (AccessDenied), public access not checked (AccessDenied), owner not checked (SlowDown)";
    assert.deepEqual(await bucket(asked), { mark: "?", says, remedy: "" });
    for (const [key, value] of Object.entries(asked)) {
      const one = await bucket({ [key]: value });
      assert.equal(one.mark, "?", key);
      assert.match(one.says, /not checked/);
    }
    assert.equal((await bucket({ versioning: 403, publicAccessBlock: 404 })).mark, "!");
  });

  it("is not asked where the backend does not answer", async () => {
    const s3 = { status: 403, code: "AccessDenied" };
    const { mark, says } = (await run({ aws: { errors: { s3 } } })).line("State bucket");
    assert.deepEqual([mark, says], ["?", "not checked: needs State backend"]);
  });
});

describe("npm run preflight: passphrase", () => {
  const { run } = preflightWorld();
  const passphrase = async (world: Parameters<typeof run>[0]) => (await run(world)).line("Passphrase");
  // Written by Pulumi 3.259 with the empty passphrase, and with another.
  const EMPTY = "v1:34UNu/GbgeI=:v1:anafAyTCc67H5WYf:EKUEQEoFMJ23MLy+KofNpWVAKfXWUw==";
  const OTHER = "v1:3xkmxqDI6M8=:v1:7iZdW1Zr9ubkozzY:BongEgYiE35BL2poXjxyGNJWvlebNw==";

  it("is the empty one of the workflows, in the stack's file and in the shell", async () => {
    assert.equal((await passphrase({ file: { encryptionsalt: EMPTY } })).mark, "✓");
    for (const encryptionsalt of [OTHER, "v1:none"]) {
      const { mark, says, remedy } = await passphrase({ file: { encryptionsalt } });
      assert.deepEqual(
        [mark, says],
        ["✗", "encryptionsalt in Pulumi.prod.yaml was created with a passphrase other than the workflows' empty one"],
      );
      assert.match(
        remedy,
        /^delete that line, export PULUMI_CONFIG_PASSPHRASE=, run any command, and commit the file$/,
      );
    }
    for (const PULUMI_CONFIG_PASSPHRASE of [undefined, "secret word"]) {
      const { mark, says, remedy } = await passphrase({ environment: { PULUMI_CONFIG_PASSPHRASE } });
      assert.deepEqual([mark, remedy], ["!", "export PULUMI_CONFIG_PASSPHRASE="]);
      assert.match(says, /the workflows have the empty one$/);
    }
    const file = { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere" };
    assert.equal((await passphrase({ environment: file })).mark, "?");
  });

  it("warns of a key that no role may use", async () => {
    const { mark, says } = await passphrase({ file: { secretsprovider: "awskms://alias/state" } });
    assert.equal(mark, "!");
    assert.match(says, /^secretsprovider: "awskms:\/\/alias\/state" in Pulumi.prod.yaml; no role/);
    assert.equal((await passphrase({ file: { secretsprovider: "passphrase" } })).mark, "✓");
  });
});

describe("npm run preflight: the stack's state", () => {
  it("gives the variables of the stack's repository", () => {
    const [urn, type] = ["urn:pulumi:prod::site::x::y", "github:index/actionsVariable:ActionsVariable"];
    const resources = [
      { urn, type, outputs: { repository: "Site", variableName: "PROD_branch" } },
      { urn, type, outputs: { repository: "other", variableName: "PROD_SITE_URL" } },
      { urn, type: "aws:s3/bucket:Bucket", outputs: { repository: "site", variableName: "PROD_TRUST" } },
      { urn, type: "pulumi:pulumi:Stack" },
    ];
    assert.deepEqual([...variablesOf({ deployment: { resources } }, "site")], ["PROD_BRANCH"]);
    assert.deepEqual([...variablesOf({ deployment: {} }, "site")], []);
  });
});
