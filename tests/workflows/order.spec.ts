// What stops an environment whose predecessor is not up: the same step in both workflows, before a role is assumed.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { environmentAnswer } from "../delivery/environments";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";
import { type Job, jobOf, ROOT } from "./files";
import { runJob } from "./run-job";
import { Commands, recordedActions } from "./stand-ins";

const GUARD = "Refuse unless the environment before this one succeeded";
const ASSUME = "aws-actions/configure-aws-credentials";

interface Before {
  readonly name?: string;
  readonly conclusion?: string | null;
  /** How the job of staging ended, whose file says `before: prod`; null where it did not run. Default: no such file. */
  readonly staging?: string | null;
  /** What GitHub answers. */
  readonly status?: number;
}

/** The job of prod up to where it assumes its role, after a job of dev that ended so. */
async function prod(folder: string, file: string, job: Job, before: Before) {
  const { name = "", conclusion = "success", status = 200, staging } = before;
  const workspace = join(folder, "workspace");
  mkdirSync(workspace);
  cpSync(join(ROOT, "delivery"), join(workspace, "delivery"), { recursive: true });
  const own = { "aws:allowedAccountIds": ["111122223333"], repository: "acme/site" };
  const files = {
    "": { name: "passwordless-cicd" },
    ".dev": { config: own },
    ".prod": { config: { ...own, after: "dev" } },
    ...(staging === undefined ? {} : { ".staging": { config: { ...own, after: "dev", before: "prod" } } }),
  };
  for (const [stack, content] of Object.entries(files))
    writeFileSync(join(workspace, `Pulumi${stack}.yaml`), stringify(content));
  const steps = job.steps ?? [];
  const last = steps.findIndex(({ uses = "" }) => uses.startsWith(ASSUME));
  const commands = new Commands(folder);
  commands.add("npm", [{ to: "ci --omit=dev --ignore-scripts" }]);
  commands.addNode([{ to: "commands/setting.ts" }]);
  const { given, actions } = recordedActions();
  const ended = { run_id: 100, run_attempt: 1, status: "completed" };
  const jobs = [
    { ...ended, id: 1, name, conclusion },
    ...(staging == null ? [] : [{ ...ended, id: 2, name: name.replace("dev", "staging"), conclusion: staging }]),
  ];
  const results = await withServer(
    ({ url = "" }, response) => {
      const environment = environmentAnswer(url);
      const none = url.includes("/contents/withdrawn.txt?") ? 404 : status;
      response
        .writeHead(environment === undefined ? none : 200, { "content-type": "application/json" })
        .end(JSON.stringify(environment ?? { total_count: jobs.length, jobs }));
    },
    (url) =>
      runJob(
        { ...job, steps: steps.slice(0, last + 1) },
        {
          folder: join(folder, "runner"),
          workspace,
          path: [commands.path],
          env: {
            GITHUB_API_URL: url,
            GITHUB_REPOSITORY: "acme/site",
            GITHUB_RUN_ID: "100",
            GITHUB_RUN_ATTEMPT: "1",
            GITHUB_REF_NAME: "main",
            RETRY_WAIT_MS: "10",
            RUNNER_TEMP: folder,
          },
          contexts: contextsOf(folder),
          actions,
        },
      ),
  );
  const guard = results.find(({ step }) => step.name === GUARD);
  assert.ok(guard, `${file} has no step ${GUARD}`);
  return { outcome: guard.outcome, output: results.map(({ output }) => output).join(""), assumed: ASSUME in given };
}

function contextsOf(folder: string) {
  const stack = { stack: "prod", environment: "prod", prefix: "PROD" };
  const values = {
    AWS_REGION: "us-east-1",
    BRANCH: "main",
    PUBLISH_ROLE_ARN: "arn:aws:iam::111122223333:role/publish",
    INFRASTRUCTURE_ROLE_ARN: "arn:aws:iam::111122223333:role/up",
    SITE_BUCKET: "passwordless-cicd-prod-site-0a1b2c3",
    DISTRIBUTION_ID: "E2EXAMPLE",
    SITE_URL: "https://d111111abcdef8.cloudfront.net",
    SESSION_SECONDS: "1800",
    TRUST: "{}",
  };
  return {
    inputs: { ...stack, commit: "c".repeat(40), rollback: false, restore: true },
    matrix: stack,
    github: {
      event_name: "push",
      ref: "refs/heads/main",
      workflow_ref: "acme/site/.github/workflows/site.yml@refs/heads/main",
      run_id: "100",
      run_attempt: "1",
      sha: "c".repeat(40),
      token: "read-only",
    },
    runner: { temp: folder },
    vars: Object.fromEntries(Object.entries(values).map(([name, value]) => [`PROD_${name}`, value])),
  };
}

describe("the order of promotion", () => {
  const folder = temporaryFolder();

  for (const [file, id, name] of [
    ["publish-site.yml", "publish", "Publish dev / Publish"],
    ["infrastructure.yml", "up", "Up dev"],
  ] as const) {
    describe(file, () => {
      const after = (before: Before) => prod(folder(), file, jobOf(file, id), { name, ...before });

      it("assumes prod's role after dev succeeded", async () => {
        const { outcome, assumed, output } = await after({});
        assert.deepEqual([outcome, assumed], ["success", true], output);
      });

      it("assumes prod's role where Pulumi.staging.yaml is between them, after staging succeeded as well", async () => {
        const { outcome, assumed, output } = await after({ staging: "success" });
        assert.deepEqual([outcome, assumed], ["success", true], output);
      });

      for (const staging of ["failure", "cancelled", "skipped", null]) {
        it(`assumes no role where staging ${staging === null ? "did not run" : `ended with ${staging}`}`, async () => {
          const { outcome, assumed, output } = await after({ staging });
          assert.deepEqual([outcome, assumed], ["failure", false], output);
          assert.match(output, /^::error::prod comes after staging, /m);
        });
      }

      const refused: Readonly<Record<string, Before>> = {
        "dev failed": { conclusion: "failure" },
        "dev was cancelled": { conclusion: "cancelled" },
        "dev was skipped": { conclusion: "skipped" },
        "dev has not ended": { conclusion: null },
        "there is no job of dev": { name: "Up another" },
        "GitHub does not answer": { status: 403 },
      };
      for (const [what, before] of Object.entries(refused)) {
        it(`assumes no role where ${what}`, async () => {
          const { outcome, assumed, output } = await after(before);
          assert.deepEqual([outcome, assumed], ["failure", false], output);
          assert.match(output, before.status === undefined ? /^::error::prod comes after dev, /m : /^::error::/m);
        });
      }
    });
  }
});
