import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { CHECKS } from "../../commands/preflight/checks";
import { table, withoutSecrets } from "../../commands/preflight/report";
import { within } from "../../commands/preflight/outcome";
import { EXAMPLE } from "../support/example/project";
import { REPOSITORY, ROOT } from "../support/program";
import { NOWHERE } from "../support/server";
import { TOKEN } from "./preflight/github";
import { preflightWorld, SECRET_KEY } from "./preflight/world";

describe("npm run preflight", () => {
  const { run, prepare } = preflightWorld();

  it("ticks every check where everything is well", async () => {
    const { text, failed } = await run();
    assert.equal(failed, false);
    assert.equal(
      text.replaceAll(process.version, "<version>").replace(/^✓ Node .*/m, "✓ Node"),
      `Preflight of stack prod

✓ Node
✓ Pulumi engine            3.259.0, pulumi on PATH
✓ Settings                 Pulumi.prod.yaml: acme/site, branch main, environment prod
✓ Roles                    publish, infrastructure, preview, drift
✓ Passphrase               empty, as the workflows set it
✓ State backend            s3://acme-state answers
✓ State bucket             versioned, not public, of this account
✓ AWS identity             arn:aws:sts::111122223333:assumed-role/admin/someone, region us-east-1
✓ AWS account              111122223333, the one that aws:allowedAccountIds allows
✓ OIDC provider            existing: the account has it
✓ GitHub token             GITHUB_TOKEN: octocat's, classic
✓ Repository and subjects  acme/site, private; subjects start with repo:acme@1111/site@2222
✓ GitHub token's rights    scope repo; octocat administers acme/site
✓ Permissions boundary     none
✓ Headers policies         2 of the 20 that an account has room for, before the stack's own
✓ Domain                   none: the site is at its distribution's own name
✓ Branch                   main: changes need a reviewed pull request
✓ Environment protection   full, which a private repository on the plan enterprise can have
✓ Variables                none of the COUNT exists yet
✓ Reviewers                none: nobody must approve a deployment; teams of acme: platform = team:9, web = team:10
✓ Stored AWS keys          none among the secrets of the repository and the environment

21 fine, 0 wrong, 0 to look at, 0 not checked: no check found anything that would make up fail`.replace(
        "COUNT",
        /none of the (\d+)/.exec(text)?.[1] ?? "",
      ),
    );
  });

  it("only asks: every request to GitHub is a GET", async () => {
    const { received } = await run();
    assert.deepEqual([...new Set(received.map(({ method }) => method))], ["GET"]);
    assert.ok(received.length > 10);
  });

  it("says of every check that builds on another why it was not checked", async () => {
    const { text, failed } = await run({ stack: "test" });
    assert.equal(failed, true);
    assert.match(text, /^✗ Settings +there is no Pulumi.test.yaml$/m);
    assert.match(text, /→ write one, or choose a stack that has one: prod$/m);
    const waiting = text.split("\n").filter((line) => line.startsWith("?"));
    assert.equal(waiting.length, Object.keys(CHECKS).length - 5);
    for (const line of waiting) assert.match(line, /not checked: needs (Settings|AWS identity)$/);
  });

  it("ends soon without a network, with a cross for what up itself needs", async () => {
    const started = Date.now();
    const { line, failed } = await run({ environment: { AWS_ENDPOINT_URL: NOWHERE, GITHUB_API_URL: NOWHERE } });
    assert.ok(Date.now() - started < 5_000);
    assert.equal(failed, true);
    for (const [name, service] of [
      ["State backend", "s3://acme-state"],
      ["AWS identity", "AWS STS"],
      ["GitHub token", NOWHERE],
    ] as const) {
      assert.deepEqual(line(name), {
        mark: "✗",
        says: `${service} does not answer: ECONNREFUSED`,
        remedy: "check the network",
      });
    }
    assert.deepEqual(line("Variables"), { mark: "?", says: "not checked: needs GitHub token", remedy: "" });
  });

  it("knows nothing of what stands behind a proxy, and does not fail for it", async () => {
    const environment = { AWS_ENDPOINT_URL: NOWHERE, GITHUB_API_URL: NOWHERE, HTTPS_PROXY: "http://proxy:3128" };
    const { line, failed } = await run({ environment });
    assert.equal(failed, false);
    for (const name of ["State backend", "AWS identity", "GitHub token"]) {
      assert.equal(line(name).mark, "?");
      assert.match(line(name).remedy, /HTTPS_PROXY is set/);
    }
  });

  it("waits for no answer longer than it said", async () => {
    const never = () => new Promise<never>(() => undefined);
    await assert.rejects(within(20, never), { message: "no answer within 0.02 seconds" });
    assert.equal(await within(1_000, () => Promise.resolve(5)), 5);
  });

  it("prints no secret, even where an answer repeats one", async () => {
    const message = `the canonical request was x-amz-security-token:sessionTokenNeverPrinted ${SECRET_KEY}`;
    const { text } = await run({
      environment: { AWS_SESSION_TOKEN: "sessionTokenNeverPrinted" },
      aws: { errors: { sts: { status: 403, code: "SignatureDoesNotMatch", message } } },
      github: { answers: { "repos/acme/site": { ...REPOSITORY, id: TOKEN } } },
    });
    assert.match(text, /✗ AWS identity +AWS STS does not accept the AWS credentials \(SignatureDoesNotMatch\)/);
    assert.match(text, /✗ Repository and subjects +.*id is "\*\*\*"/);
    for (const secret of [TOKEN, SECRET_KEY, "sessionTokenNeverPrinted"]) assert.ok(!text.includes(secret), secret);
  });

  it("takes no short word for a secret", () => {
    assert.equal(withoutSecrets("main, mainSecretToken", ["main", undefined, "mainSecretToken"]), "main, ***");
  });

  it("puts each remedy on a line of its own", () => {
    const lines = table("prod", [
      { name: "One", verdict: "wrong", says: "a\nb", remedy: "do this\ndo that" },
      { name: "Longer", verdict: "warning", says: "c" },
    ]).split("\n");
    assert.deepEqual(lines, [
      "Preflight of stack prod",
      "",
      "✗ One     a b",
      "          → do this",
      "          → do that",
      "! Longer  c",
      "",
      "0 fine, 1 wrong, 1 to look at, 0 not checked: up would fail",
    ]);
  });

  describe("as a command", () => {
    const command = async (args: readonly string[], environment: NodeJS.ProcessEnv) => {
      const child = spawn(process.execPath, ["-r", "ts-node/register", "commands/preflight.ts", ...args], {
        cwd: EXAMPLE,
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
      const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { code, stdout, stderr };
    };

    it("ends with 0 where up can succeed, warnings and question marks included", async () => {
      const answers = { "repos/acme/site/actions/secrets": 403 };
      const { code, stdout, stderr } = await command(
        ["--stack", "prod"],
        prepare({ github: { answers, scopes: null }, environment: { PULUMI_BACKEND_URL: "s3://acme-state" } }),
      );
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
      assert.match(stdout, /0 wrong, 1 to look at, 3 not checked/);
    });

    it("ends with 1 where up would fail", async () => {
      const { code, stdout } = await command(
        ["--stack", "prod"],
        prepare({ environment: { GITHUB_TOKEN: undefined } }),
      );
      assert.equal(code, 1);
      assert.match(stdout, /✗ GitHub token +GITHUB_TOKEN is not set/);
      assert.ok(!stdout.includes(join(ROOT, "node_modules")));
    });

    it("asks for the stack", async () => {
      const { code, stdout, stderr } = await command([], prepare({}));
      assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
      assert.match(stderr, /^error: --stack <name> is missing\nUsage: npm run preflight -- --stack <name>/);
    });
  });
});
