import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROLES } from "../../components/policy/roles";
import { actionlint, lint } from "../support/actionlint";
import { temporaryFolder } from "../support/temporary-folder";
import { ACTIONS, allSteps, type Job, ROOT, type Step, WORKFLOWS, type WorkflowFile } from "./files";

const jobsOf = ({ workflow }: WorkflowFile): [string, Job][] => Object.entries(workflow.jobs);
const stepsOf = (file: WorkflowFile): [string, Step][] =>
  jobsOf(file).flatMap(([name, job]) => allSteps(job).map((step): [string, Step] => [name, step]));
const mayAskForToken = ({ permissions = {} }: Job): boolean => "id-token" in permissions;

/** The files whose jobs may assume a role, as the roles' trust policies say. */
const TRUSTED: readonly string[] = Object.values(ROLES).map(({ workflow }) => workflow);

/** Whether the job is in a trusted file, or calls one. */
function isTrusted(file: string, { uses }: Job): boolean {
  return uses === undefined ? TRUSTED.includes(file) : TRUSTED.some((name) => uses === `./.github/workflows/${name}`);
}

/** The jobs that may ask for a token, and those that make what they publish. */
function withoutCache(file: WorkflowFile): [string, Job][] {
  const asking = jobsOf(file).filter(([, job]) => mayAskForToken(job));
  const needed = asking.flatMap(([, { needs = [] }]) => needs);
  return jobsOf(file).filter(([name, job]) => mayAskForToken(job) || needed.includes(name));
}

describe("the workflows", () => {
  it("are there", () => {
    const names = WORKFLOWS.map(({ name }) => name);
    for (const name of ["site.yml", "publish-site.yml"]) assert.ok(names.includes(name));
  });

  describe("actionlint", function () {
    this.timeout(300_000);
    const folder = temporaryFolder();
    let command: string;

    before(async function () {
      try {
        command = await actionlint();
      } catch (error) {
        if (process.env.CI !== undefined) throw error;
        console.log(`    pending: there is no actionlint here, ${(error as Error).message}`);
        this.skip();
      }
    });

    it("finds what is wrong", () => {
      const wrong =
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n";
      writeFileSync(join(folder(), "x.yml"), wrong);
      assert.equal(lint(command, ["x.yml"], folder()).length, 1);
    });

    it("finds nothing in the workflows, nor in the local actions", () => {
      assert.deepEqual(
        lint(
          command,
          WORKFLOWS.map(({ name }) => `.github/workflows/${name}`),
          join(ROOT, "."),
        ),
        [],
      );
    });
  });

  it("use every local action, which reads no variable and no secret by itself", () => {
    const used = WORKFLOWS.flatMap(stepsOf).map(([, { uses }]) => uses);
    for (const [uses, { text, action }] of Object.entries(ACTIONS)) {
      assert.ok(used.includes(uses), uses);
      assert.equal(action.runs.using, "composite");
      assert.doesNotMatch(text, /\b(?:vars|secrets)\b[.[]/);
    }
  });

  it("hand no whole context to a step", () => {
    for (const { text } of [...WORKFLOWS, ...Object.values(ACTIONS)])
      assert.doesNotMatch(text, /toJSON\(\s*(?:vars|secrets|env|github)\s*\)/i);
  });

  // The environment of later steps is the other way by which an artifact or a variable could name one.
  it("take no endpoint of AWS from anywhere, and write no environment for later steps", () => {
    for (const { text } of [...WORKFLOWS, ...Object.values(ACTIONS)])
      assert.doesNotMatch(text, /AWS_ENDPOINT|GITHUB_(?:ENV|PATH)\b/);
  });

  for (const file of WORKFLOWS) {
    describe(file.name, () => {
      it("takes actions of others by their full commit, with the version beside it, and the same everywhere", () => {
        const used = Object.entries(ACTIONS).filter(([uses]) => file.text.includes(`uses: ${uses}\n`));
        const texts = [file.text, ...used.map(([, { text }]) => text)];
        const lines = texts.flatMap((text) => text.split("\n")).filter((line) => /^\s*(?:- )?uses:/.test(line));
        assert.ok(lines.length > 0);
        const all = [...WORKFLOWS, ...Object.values(ACTIONS)].flatMap(({ text }) => [
          ...text.matchAll(/uses: ([^@\s]+)@(\S+)/g),
        ]);
        for (const line of lines.filter(
          (one) => !/uses: \.\/\.github\/(?:workflows\/[\w-]+\.yml|actions\/[\w-]+)$/.test(one),
        )) {
          const [, action, commit] = /uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$/.exec(line) ?? [];
          assert.ok(action !== undefined, line);
          for (const [, other, otherCommit] of all) if (other === action) assert.equal(otherCommit, commit, line);
        }
      });

      it("gives nothing to its jobs but what each of them asks for", () => {
        assert.deepEqual(file.workflow.permissions, {});
        for (const [name, { permissions }] of jobsOf(file)) assert.ok(permissions !== undefined, name);
      });

      it("lets only those jobs ask for a token that a role trusts, and those that call them", () => {
        for (const [name, job] of jobsOf(file)) {
          if (mayAskForToken(job)) assert.ok(isTrusted(file.name, job), name);
          if (mayAskForToken(job)) assert.equal(job.permissions?.["id-token"], "write", name);
          // The caller of such a workflow has to hand the right on.
          if (job.uses !== undefined && isTrusted(file.name, job)) assert.ok(mayAskForToken(job), name);
        }
        if (TRUSTED.includes(file.name)) assert.ok(jobsOf(file).some(([, job]) => mayAskForToken(job)));
      });

      it("has no expression in a shell script", () => {
        for (const [name, { run = "" }] of stepsOf(file)) assert.ok(!run.includes("${{"), `${name}: ${run}`);
      });

      it("runs its local actions before anything is downloaded, installed or assumed", () => {
        for (const [name, { steps = [] }] of jobsOf(file)) {
          const last = steps.map(({ uses = "" }) => uses.startsWith("./")).lastIndexOf(true);
          for (const { uses = "actions/checkout@", run = "" } of steps.slice(0, Math.max(last, 0))) {
            assert.ok(uses.startsWith("actions/checkout@"), `${name}: ${uses}`);
            assert.doesNotMatch(run, /\b(?:npm|npx|node|pulumi|curl|git)\b/, name);
          }
        }
      });

      it("uses only local actions that there are", () => {
        for (const [name, { uses = "" }] of stepsOf(file))
          if (uses.startsWith("./")) assert.ok(ACTIONS[uses] !== undefined, `${name}: ${uses}`);
      });

      it("has a timeout for every job that has steps", () => {
        for (const [name, job] of jobsOf(file)) {
          const minutes = job["timeout-minutes"];
          if (job.uses === undefined) assert.ok(minutes !== undefined && minutes <= 60, name);
        }
      });

      it("leaves no credential behind in a checkout", () => {
        for (const [name, { uses = "", with: inputs }] of stepsOf(file)) {
          if (uses.startsWith("actions/checkout@")) assert.equal(inputs?.["persist-credentials"], false, name);
        }
      });

      it("uses no cache where a token can be had, nor where what is published is built", () => {
        for (const [name, job] of withoutCache(file)) {
          for (const { uses = "", with: inputs = {} } of allSteps(job)) {
            assert.ok(!uses.startsWith("actions/cache"), name);
            if (uses.startsWith("actions/setup-node@")) {
              assert.deepEqual([inputs.cache, inputs["package-manager-cache"]], [undefined, false], name);
            }
          }
        }
      });

      it("stops no job half way that has credentials, and has its groups at the jobs", () => {
        if (jobsOf(file).some(([, job]) => mayAskForToken(job))) assert.equal(file.workflow.concurrency, undefined);
        for (const [name, { concurrency, steps }] of jobsOf(file).filter(([, job]) => mayAskForToken(job))) {
          if (steps === undefined) continue;
          assert.ok(typeof concurrency === "object", name);
          assert.equal(concurrency["cancel-in-progress"], false, name);
        }
      });

      it("is not started by what runs with rights of the branch for somebody else's code", () => {
        const { on } = file.workflow;
        const events = typeof on === "string" ? [on] : Array.isArray(on) ? (on as string[]) : Object.keys(on);
        for (const event of ["pull_request_target", "workflow_run", "issue_comment"])
          assert.ok(!events.includes(event), event);
      });

      it("names its sessions as STS accepts them, by the run", () => {
        for (const [, { uses = "", with: inputs }] of stepsOf(file)) {
          if (!uses.startsWith("aws-actions/configure-aws-credentials@")) continue;
          assert.equal(inputs?.["role-session-name"], "gha-${{ github.run_id }}-${{ github.run_attempt }}");
          assert.ok(inputs["allowed-account-ids"] !== undefined && inputs["role-duration-seconds"] !== undefined);
        }
      });

      it("has shell scripts that ShellCheck does not object to", function () {
        if (spawnSync("shellcheck", ["--version"]).error !== undefined) {
          console.log("    pending: there is no shellcheck here");
          this.skip();
        }
        for (const [name, { run }] of stepsOf(file)) {
          if (run === undefined) continue;
          // The runner starts bash with -e.
          const input = `set -e\n${run}`;
          const { stdout, status } = spawnSync("shellcheck", ["--shell=bash", "-"], { input, encoding: "utf8" });
          assert.equal(status, 0, `${name}: ${stdout}`);
        }
      });
    });
  }
});
