import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { standInAws, withGithub } from "../delivery/stand-ins";
import { EXAMPLE } from "../support/example/project";
import { temporaryFolder } from "../support/temporary-folder";
import { holds } from "./expression";
import { allSteps, jobOf, ROOT, WORKFLOWS } from "./files";
import { runJob } from "./run-job";
import { Commands, recordedActions, type Reply } from "./stand-ins";

const TOKEN = `ghs_${"a".repeat(36)}`;
const KMS_KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const APP = `appId=7\ninstallationId=8\nkmsKeyArn=${KMS_KEY_ARN}\n`;
const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });

interface Options {
  readonly plan?: Reply;
  readonly up?: Reply;
  /** What commands/setting.ts prints of githubApp. */
  readonly app?: string;
  readonly secret?: string;
  /** How GitHub's environment differs from what is promised. */
  readonly environment?: object;
  /** What the stack says of DNS records that a person has to set; without it that is no output of the stack. */
  readonly dnsRecords?: string;
}

describe("infrastructure.yml", () => {
  const folder = temporaryFolder();
  const job = jobOf("infrastructure.yml", "up");

  async function bringUp({
    plan = { to: "commands/plan.ts", stdout: "Stack dev: nothing would change.\n" },
    up = { to: "up", stdout: "up\n" },
    app = APP,
    secret = "",
    environment = {},
    dnsRecords,
  }: Options) {
    const commands = new Commands(folder());
    commands.add("npm", [{ to: "ci --omit=dev --ignore-scripts" }]);
    commands.addNode([{ to: "commands/setting.ts", stdout: app }, plan]);
    const noOutput = { stderr: "error: current stack does not have output property 'dnsRecords'\n", code: 255 };
    const records = dnsRecords === undefined ? noOutput : { stdout: dnsRecords };
    commands.add("pulumi", [{ to: "stack output dnsRecords", ...records }, up]);
    const key = KEYS.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const aws = standInAws(folder(), { key });
    const { given, actions } = recordedActions();
    return withGithub({ appId: "7", publicKey: KEYS.publicKey, token: TOKEN, environment }, async (github) => {
      const results = await runJob(job, {
        folder: join(folder(), "runner"),
        workspace: EXAMPLE,
        path: [commands.path, aws.path],
        env: {
          GITHUB_API_URL: github.url,
          GITHUB_REPOSITORY: "acme/site",
          GITHUB_REPOSITORY_ID: "2222",
          GITHUB_RUN_ID: "100",
          GITHUB_SHA: "c".repeat(40),
          RUNNER_TEMP: folder(),
          RETRY_WAIT_MS: "10",
        },
        contexts: {
          github: { run_id: "100", run_attempt: "1", token: "read-only", sha: "c".repeat(40) },
          matrix: { stack: "dev", environment: "dev", prefix: "DEV" },
          vars: {
            DEV_AWS_REGION: "us-east-1",
            DEV_INFRASTRUCTURE_ROLE_ARN: "arn:aws:iam::111122223333:role/up",
            DEV_TRUST: "{}",
          },
          runner: { temp: folder() },
          secrets: { VARIABLES_TOKEN: secret },
          always: () => true,
        },
        actions,
      });
      const summary = join(folder(), "runner", "summary");
      return {
        results,
        outcomes: Object.fromEntries(results.map(({ step, outcome }) => [step.name ?? step.uses ?? "", outcome])),
        output: results.map(({ output }) => output).join(""),
        summary: existsSync(summary) ? readFileSync(summary, "utf8") : "",
        calls: commands.calls,
        tokens: commands.tokens,
        given,
        github: github.received.map(({ call }) => call).filter((call) => !call.startsWith("GET ")),
        valid: github.valid(),
      };
    });
  }

  const before = [
    "npm ci --omit=dev --ignore-scripts",
    "node -r ts-node/register commands/setting.ts --stack dev githubApp",
    "node -r ts-node/register commands/plan.ts --stack dev",
  ];
  const up = "pulumi up --stack dev --yes --skip-preview --non-interactive --color never";
  const afterwards = "pulumi stack output dnsRecords --stack dev --non-interactive";

  it("plans with a token that reads, brings up with the App's, and revokes that", async () => {
    const { outcomes, calls, tokens, github, valid, given, summary } = await bringUp({});
    assert.deepEqual(calls, [...before, up, afterwards]);
    assert.deepEqual(tokens, ["", "", "read-only", TOKEN, TOKEN]);
    assert.deepEqual(github, ["POST /app/installations/8/access_tokens", "DELETE /installation/token"]);
    assert.equal(valid, false);
    assert.equal(given["aws-actions/configure-aws-credentials"]?.["allowed-account-ids"], "111122223333");
    assert.equal(outcomes.Up, "success");
    assert.match(summary, /### Plan of dev\n {4}Stack dev: nothing would change\.[^]*dev is up: `c+`\n$/);
  });

  it("says which DNS records a person has to set, where the stack has any", async () => {
    const record = "www.example.com. CNAME d111111abcdef8.cloudfront.net.";
    const { outcomes, summary } = await bringUp({ dnsRecords: `["${record}"]\n` });
    assert.equal(outcomes.Up, "success");
    assert.ok(summary.endsWith(`\nDNS records to set by hand:\n\n    ["${record}"]\n`), summary);
  });

  const UNPROTECTED = /::error::The environment dev is not protected .+administrators may bypass: got true/;

  it("assumes no role where the environment is not protected as the file promises: nobody has approved the run", async () => {
    const { outcomes, output, given } = await bringUp({ environment: { can_admins_bypass: true } });
    assert.match(output, UNPROTECTED);
    assert.equal(outcomes.Up, "skipped");
    assert.equal(given["aws-actions/configure-aws-credentials"], undefined);
  });

  it("fails where it is not protected so afterwards, and revokes the token all the same", async () => {
    let asked = 0;
    const environment = {
      get can_admins_bypass() {
        asked += 1;
        return asked > 1;
      },
    };
    const { outcomes, output, valid } = await bringUp({ environment });
    const check = "Fail unless the environment is protected as the stack's file promises";
    assert.deepEqual([outcomes.Up, outcomes[check], valid], ["success", "failure", false]);
    assert.match(output, UNPROTECTED);
  });

  it("stops before any write where an administrator has to apply the plan, and mints no token", async () => {
    const plan = {
      to: "commands/plan.ts",
      stdout: "Stack dev: stopped\n  update aws:iam/role:Role publish\n",
      code: 3,
    };
    const { results, calls, github, output, summary } = await bringUp({ plan });
    assert.deepEqual(calls, before);
    assert.deepEqual(github, []);
    assert.deepEqual(
      results.filter(({ outcome }) => outcome === "failure").map(({ step }) => step.name),
      ["Stop where only an administrator may apply the plan"],
    );
    assert.match(
      output,
      /::error::Stopped before any write: the plan of dev .+ administrator .+`pulumi up --stack dev`/,
    );
    assert.match(summary, /update aws:iam\/role:Role publish/);
  });

  it("stops where the preview fails, and says that it did", async () => {
    const plan = { to: "commands/plan.ts", stderr: "error: the preview failed: branch\n", code: 1 };
    const { calls, output, summary } = await bringUp({ plan });
    assert.deepEqual(calls, before);
    assert.match(output, /::error::Stopped before any write: dev cannot be previewed/);
    assert.match(summary, /the preview failed: branch/);
  });

  it("revokes the token where up fails", async () => {
    const { outcomes, valid, github } = await bringUp({ up: { to: "up", stderr: "error: 403\n", code: 1 } });
    assert.equal(outcomes.Up, "failure");
    assert.equal(outcomes["Revoke the token"], "success");
    assert.deepEqual([github.at(-1), valid], ["DELETE /installation/token", false]);
  });

  it("takes the stored token where the stack has no App, and has nothing to revoke", async () => {
    const { calls, tokens, github, outcomes } = await bringUp({ app: "", secret: "github_pat_1" });
    assert.deepEqual(calls, [...before, up, afterwards]);
    assert.deepEqual(tokens.at(-1), "github_pat_1");
    assert.deepEqual([github, outcomes["Revoke the token"]], [[], "skipped"]);
  });

  it("says what is missing where there is neither", async () => {
    const { calls, output } = await bringUp({ app: "" });
    assert.deepEqual(calls, before);
    assert.match(
      output,
      /::error::Nothing may write variables: set githubApp in Pulumi\.dev\.yaml, or .+VARIABLES_TOKEN/,
    );
  });

  it("brings the stacks up one after the other, and none of them after a failure", () => {
    const { strategy, concurrency, environment, needs } = job;
    assert.deepEqual(strategy, {
      "max-parallel": 1,
      "fail-fast": true,
      matrix: { include: "${{ fromJSON(needs.select.outputs.stacks) }}" },
    });
    assert.deepEqual([needs, environment], ["select", "${{ matrix.environment }}"]);
    assert.deepEqual(concurrency, { group: "infrastructure-${{ matrix.environment }}", "cancel-in-progress": false });
  });

  it("starts where the list is not empty: a step would already have created the environment in GitHub", () => {
    const starts = (stacks: string, result = "success") =>
      holds(job.if ?? "", { needs: { select: { outputs: { stacks } } }, success: () => result === "success" });
    assert.deepEqual([starts('[{"stack":"dev"}]'), starts("[]"), starts("[{}]", "failure")], [true, false, false]);
  });

  it("runs after a merge that touches what it brings up", () => {
    const on = WORKFLOWS.find(({ name }) => name === "infrastructure.yml")?.workflow.on;
    const { paths } = on?.push as { paths: string[] };
    for (const path of paths.filter((one) => !one.includes("*"))) assert.ok(existsSync(join(ROOT, path)), path);
    const steps = [...allSteps(job), ...allSteps(jobOf("select-stacks.yml", "select"))];
    const scripts = steps.flatMap(({ run = "" }) => run.match(/\b(?:commands|delivery)\/[\w-]+\.ts/g) ?? []);
    assert.ok(scripts.length > 4);
    const loaded = new Set<string>();
    for (const file of ["index.ts", ...scripts]) load(file, loaded);
    const wanted = [...loaded].map((file) => (file.includes("/") ? `${file.split("/")[0] ?? ""}/**` : file));
    const settings = [
      "Pulumi.yaml",
      "Pulumi.*.yaml",
      // Of the user's own roles.
      "policies/**",
      "package.json",
      "package-lock.json",
      "transpiler.cjs",
      "tsconfig.json",
    ];
    const workflow = [
      ".github/actions/**",
      ".github/workflows/infrastructure.yml",
      ".github/workflows/select-stacks.yml",
    ];
    assert.deepEqual([...paths].sort(), [...new Set([...wanted, ...settings, ...workflow])].sort());
  });
});

/** A file of the program with all that it loads at once; what it loads on demand only is not of a run. */
function load(file: string, loaded: Set<string>): void {
  if (loaded.has(file)) return;
  loaded.add(file);
  const text = readFileSync(join(ROOT, file), "utf8");
  for (const [, path = ""] of text.matchAll(/^(?:import|export|\}) (?!type )[^;]*?from "(\.[^"]+)";$/gms)) {
    const found = join(dirname(file), path);
    load(found.endsWith(".ts") ? found : `${found}.ts`, loaded);
  }
}
