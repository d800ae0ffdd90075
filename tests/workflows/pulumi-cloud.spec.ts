import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { LONGEST_SECONDS } from "../../commands/trust/pulumi-cloud";
import { exchangeRules, STATE_ACCESS } from "../../components/policy/pulumi-cloud";
import { environmentApi } from "../delivery/environments";
import { EXAMPLE } from "../support/example/project";
import { CLOUD_TOKEN, type Exchange, exchangeServers, REQUEST_CREDENTIAL } from "../support/pulumi-cloud";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";
import { IMMUTABLE, tokenOf } from "../trust/places";
import { allSteps, type Job, jobOf, type Step } from "./files";
import { runJob } from "./run-job";
import { Commands, recordedActions } from "./stand-ins";

const JOBS = {
  preview: jobOf("preview.yml", "preview"),
  drift: jobOf("drift.yml", "compare"),
  infrastructure: jobOf("infrastructure.yml", "up"),
} satisfies Record<keyof typeof STATE_ACCESS, Job>;
type Role = keyof typeof JOBS;
const ROLES = Object.keys(JOBS) as Role[];
const STACK = { organization: "acme", project: "passwordless-cicd", stack: "dev" };
const PLACE = { ...IMMUTABLE, environment: "dev" };
const EXCHANGE = "Exchange the job's token for one of Pulumi Cloud";

describe("state in Pulumi Cloud", () => {
  const folder = temporaryFolder();

  /** The example's files, with the state in Pulumi Cloud. */
  function workspace(url: string): string {
    const path = join(folder(), "workspace");
    mkdirSync(path);
    symlinkSync(join(EXAMPLE, "delivery"), join(path, "delivery"));
    const project = readFileSync(join(EXAMPLE, "Pulumi.yaml"), "utf8");
    writeFileSync(join(path, "Pulumi.yaml"), `${project}backend:\n  url: ${url}\n`);
    copyFileSync(join(EXAMPLE, "Pulumi.dev.yaml"), join(path, "Pulumi.dev.yaml"));
    const own = readFileSync(join(path, "Pulumi.dev.yaml"), "utf8");
    writeFileSync(join(path, "Pulumi.dev.yaml"), own.replace(/^config:$/m, "config:\n  pulumiOrganization: acme"));
    return path;
  }

  async function run(role: Role, teams = [`passwordless-cicd-dev-${STATE_ACCESS[role]}`]) {
    const commands = new Commands(folder());
    commands.add("npm", [{ to: "ci --omit=dev --ignore-scripts" }]);
    commands.addNode([{ to: "commands/setting.ts" }, { to: "commands/plan.ts", stdout: "{}" }]);
    commands.add("pulumi", [
      { to: "preview", stdout: "~ aws:s3\n" },
      { to: "stack output distributionId", stdout: "E2EXAMPLE\n" },
      { to: "stack output", stdout: "{}" },
      { to: "up", stdout: "up\n" },
    ]);
    commands.add("aws", [
      { to: "get-distribution", stdout: "arn:aws:cloudfront::111122223333:function/f" },
      { to: "get-function" },
    ]);
    const claims = tokenOf(role, PLACE);
    const names = ["sub", "ref", "environment", "repository_id", "job_workflow_ref"];
    const pinned = names.flatMap((name) =>
      claims[name] === undefined ? [] : [[name, [String(claims[name])]] as const],
    );
    const rules = exchangeRules(STACK, role, Object.fromEntries(pinned));
    const received: Exchange[] = [];
    const exchange = exchangeServers(claims, { organization: "acme", teams, rules }, received);
    const listener: RequestListener = (request, response) => {
      const own = /^\/(?:github\/token|api\/oauth)/.test(request.url ?? "");
      (own ? exchange : environmentApi())(request, response);
    };
    const { actions } = recordedActions();
    const results = await withServer(listener, (url) =>
      runJob(JOBS[role], {
        folder: join(folder(), "runner"),
        workspace: workspace(url),
        path: [commands.path],
        env: {
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_CREDENTIAL,
          ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/github/token?x=1`,
          GITHUB_API_URL: url,
          GITHUB_REPOSITORY: "acme/site",
          GITHUB_RUN_ATTEMPT: "1",
          GITHUB_RUN_ID: "100",
          GITHUB_SHA: "c".repeat(40),
          RETRY_WAIT_MS: "1",
          RUNNER_TEMP: folder(),
        },
        contexts: {
          github: { run_id: "100", run_attempt: "1", token: "read-only", sha: "c".repeat(40) },
          matrix: { stack: "dev", environment: "dev", prefix: "DEV" },
          vars: {
            DEV_AWS_REGION: "us-east-1",
            [`DEV_${role.toUpperCase()}_ROLE_ARN`]: `arn:aws:iam::111122223333:role/${role}`,
            DEV_TRUST: "{}",
          },
          secrets: { VARIABLES_TOKEN: "github_pat_1" },
          runner: { temp: folder() },
          always: () => true,
        },
        actions,
      }),
    );
    const tokens = commands.calls.map((call, index) => [call, commands.pulumiTokens[index]] as const);
    return { results, tokens, received };
  }

  for (const role of ROLES) {
    it(`${role}: has a token of its own team, which only what runs Pulumi gets`, async () => {
      const { results, tokens, received } = await run(role);
      const exchanged = results.find(({ step }) => step.name === EXCHANGE);
      assert.deepEqual(
        [exchanged?.outcome, exchanged?.outputs],
        ["success", { stack: "acme/dev", token: CLOUD_TOKEN }],
      );
      assert.deepEqual(
        received.map(({ asked }) => [asked.scope, asked.expiration]),
        [[`team:passwordless-cicd-dev-${STATE_ACCESS[role]}`, 60 * Number(JOBS[role]["timeout-minutes"])]],
      );
      const pulumi = tokens.filter(([call]) => call.startsWith("pulumi "));
      assert.ok(pulumi.length > 0);
      for (const [call] of pulumi) assert.match(call, / --stack acme\/dev /);
      // What runs in one step with Pulumi: in a preview the reading of a setting, in drift what asks for the function.
      const within = { preview: /^pulumi |commands\//, drift: /^(?:pulumi|aws) /, infrastructure: /^pulumi |plan\.ts/ }[
        role
      ];
      for (const [call, token] of tokens) assert.equal(token, within.test(call) ? CLOUD_TOKEN : "", call);
    });

    it(`${role}: runs no Pulumi where the exchange is refused`, async () => {
      const { results, tokens } = await run(role, []);
      const failed = results.filter(({ outcome }) => outcome === "failure");
      assert.equal(failed[0]?.step.name, EXCHANGE);
      assert.match(failed[0].output, /::error::Pulumi Cloud \(.+\) refused the exchange: 401/);
      assert.ok(!tokens.some(([call]) => /^pulumi |plan\.ts/.test(call)));
    });

    it(`${role}: asks for the token once its packages are installed, and gives it to steps that run Pulumi alone`, () => {
      const steps = allSteps(JOBS[role]);
      const at = (matches: (step: Step) => boolean) => steps.findIndex(matches);
      assert.ok(at(({ run: script = "" }) => script.startsWith("npm ci")) < at(({ name }) => name === EXCHANGE));
      const { env: own = {}, if: condition } = steps[at(({ name }) => name === EXCHANGE)] ?? {};
      assert.deepEqual(own, {
        ACCESS: STATE_ACCESS[role],
        LIFETIME_SECONDS: 60 * Number(JOBS[role]["timeout-minutes"]),
      });
      assert.equal(condition, undefined);
      for (const step of steps) {
        const runs = /\bpulumi (?:preview|stack|up)\b|commands\/plan\.ts/.test(step.run ?? "");
        const { PULUMI_ACCESS_TOKEN: token, PULUMI_CREDENTIALS_PATH: kept } = step.env ?? {};
        const wanted = runs
          ? ["${{ steps.state.outputs.token }}", "${{ runner.temp }}/pulumi"]
          : [undefined, undefined];
        assert.deepEqual([token, kept], wanted, step.name);
        if (!runs) assert.doesNotMatch(JSON.stringify(step), /state\.outputs\.token/, step.name);
      }
    });
  }

  it("has tokens that last no longer than the issuer in Pulumi Cloud is to allow", () => {
    const minutes = ROLES.map((role) => Number(JOBS[role]["timeout-minutes"]));
    assert.equal(60 * Math.max(...minutes), LONGEST_SECONDS);
  });
});
