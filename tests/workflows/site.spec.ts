import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { variableName } from "../../components/policy/names";
import { committedStacks } from "../support/committed";
import { temporaryFolder } from "../support/temporary-folder";
import { type Contexts, filledIn, holds } from "./expression";
import { jobOf, type Workflow, WORKFLOWS } from "./files";
import { gitRepository } from "./git-repository";
import { runJob } from "./run-job";

const STACKS = ["dev", "prod"];

describe("site.yml", function () {
  this.timeout(30_000);
  const folder = temporaryFolder();

  describe("the build", () => {
    const job = jobOf("site.yml", "build");
    let commits: Readonly<Record<"base" | "head" | "side", string>>;

    /** A repository: base and head are on the branch, side is on another. The working folder has head. */
    beforeEach(() => {
      const { git, commit } = gitRepository(join(folder(), "repository"));
      const base = commit("base");
      git("checkout", "-q", "-b", "topic");
      const side = commit("side");
      git("checkout", "-q", "main");
      commits = { base, side, head: commit("head") };
    });

    async function build(
      commit: string,
      vars: Readonly<Record<string, string>> = { DEV_BRANCH: "main", PROD_BRANCH: "main" },
    ) {
      const [repository, bin, log] = ["repository", "bin", "npm.log"].map((name) => join(folder(), name)) as [
        string,
        string,
        string,
      ];
      mkdirSync(bin);
      writeFileSync(join(bin, "npm"), `#!/bin/sh\necho "$PWD $*" >>"${log}"\n`);
      chmodSync(join(bin, "npm"), 0o755);
      const inputs: [string, Readonly<Record<string, string>>][] = [];
      const record = (name: string) => (given: Readonly<Record<string, string>>) => {
        inputs.push([name, given]);
        if (name === "checkout" && given.path !== undefined)
          mkdirSync(join(repository, given.path, "site"), { recursive: true });
        return {};
      };
      const results = await runJob(job, {
        folder: join(folder(), "runner"),
        workspace: repository,
        path: [bin],
        env: { GITHUB_SHA: commits.head, GITHUB_REF_NAME: "main" },
        contexts: {
          inputs: { commit },
          github: { sha: commits.head },
          vars: { DEV_BRANCH: "", PROD_BRANCH: "", ...vars },
        },
        actions: {
          "actions/checkout": record("checkout"),
          "actions/setup-node": record("setup-node"),
          "actions/upload-artifact": record("upload"),
        },
      });
      const npm = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
      const steps = Object.fromEntries(
        results.flatMap(({ step, outcome, outputs }) =>
          step.id === undefined ? [] : [[step.id, { outcome, outputs }]],
        ),
      );
      const handedOver = (): string => filledIn("${{ steps.release.outputs.commit }}", { steps });
      const summary = readFileSync(join(folder(), "runner", "summary"), "utf8");
      return { results, inputs, npm: npm.map((line) => line.replace(`${repository}/`, "")), handedOver, summary };
    }

    it("builds the branch's head after a push", async () => {
      const { npm, inputs, handedOver } = await build("");
      assert.deepEqual(npm, ["release/site ci --ignore-scripts", "release/site run build"]);
      assert.equal(handedOver(), commits.head);
      assert.deepEqual(job.outputs, { commit: "${{ steps.release.outputs.commit }}" });
      assert.deepEqual(inputs, [
        ["checkout", { "fetch-depth": "0", "persist-credentials": "false" }],
        ["checkout", { ref: commits.head, path: "release", "persist-credentials": "false" }],
        ["setup-node", { "node-version": "24", "package-manager-cache": "false" }],
        [
          "upload",
          {
            name: "site",
            path: "release/site/dist",
            "if-no-files-found": "error",
            "include-hidden-files": "true",
            "retention-days": "35",
          },
        ],
      ]);
    });

    it("builds an earlier commit of the branch again, beside the branch's own scripts", async () => {
      const { inputs, handedOver } = await build(commits.base);
      assert.equal(handedOver(), commits.base);
      assert.deepEqual(
        inputs.flatMap(([name, given]) => (name === "checkout" ? [[given.ref, given.path]] : [])),
        [
          [undefined, undefined],
          [commits.base, "release"],
        ],
      );
    });

    const refused: Readonly<Record<string, [() => string, RegExp]>> = {
      "a commit that is on another branch": [() => commits.side, /is not on the branch main/],
      "a commit that does not exist": [() => "f".repeat(40), /is not on the branch main/],
      "the beginning of a hash": [() => commits.base.slice(0, 7), /wanted the full hash/],
      "a branch": [() => "topic", /wanted the full hash/],
      "an option of git": [() => "--help", /wanted the full hash/],
      "two lines": [() => `${commits.base}\ncommit=${commits.side}`, /wanted the full hash/],
    };
    for (const [what, [commit, says]] of Object.entries(refused)) {
      it(`refuses ${what}, and builds nothing`, async () => {
        const { results, npm, handedOver } = await build(commit());
        const [failed, ...others] = results.filter(({ outcome }) => outcome === "failure");
        assert.equal(failed?.step.id, "release");
        assert.deepEqual(others, []);
        assert.match(failed.output, /^(?:fatal: .*\n)?::error::commit: .+$/m);
        assert.match(failed.output, says);
        assert.deepEqual(npm, []);
        assert.equal(handedOver(), "");
      });
    }

    it("says in the summary where the site will be published, and why not elsewhere", async () => {
      const { summary } = await build("", { PROD_BRANCH: "release" });
      assert.match(
        summary,
        /^- dev: skipped, for there is no variable DEV_BRANCH; .*`pulumi up`.*\n- prod: skipped, .* the branch release only\n$/,
      );
    });
  });

  describe("publishing", () => {
    const jobs = Object.fromEntries(STACKS.map((stack) => [stack, jobOf("site.yml", stack)]));
    const dispatch = { event_name: "workflow_dispatch", ref_name: "main", run_id: "7" };

    /** Whether GitHub would start the job. */
    function starts(
      stack: string,
      around: { vars?: Record<string, string>; build?: string; dev?: string; commit?: string; cancelled?: boolean },
    ): boolean {
      const { vars = {}, build = "success", dev = "success", commit = "", cancelled = false } = around;
      const needs = stack === "dev" ? [build] : [build, dev];
      const contexts: Contexts = {
        github: dispatch,
        inputs: { commit },
        vars: { DEV_BRANCH: "main", PROD_BRANCH: "main", ...vars },
        needs: { build: { result: build }, dev: { result: dev } },
        success: () => needs.every((result) => result === "success") && !cancelled,
        cancelled: () => cancelled,
      };
      return holds(jobs[stack]?.if ?? "success()", contexts);
    }

    it("goes to each stack that there is, under its own name and with its own variables", () => {
      for (const stack of STACKS) {
        assert.equal(jobs[stack]?.uses, "./.github/workflows/publish-site.yml");
        assert.deepEqual(jobs[stack].with, {
          environment: stack,
          prefix: variableName(stack, "").replace(/_$/, ""),
          commit: "${{ needs.build.outputs.commit }}",
        });
        assert.ok(committedStacks().includes(stack));
      }
      const callers = Object.entries(WORKFLOWS.find(({ name }) => name === "site.yml")?.workflow.jobs ?? {});
      assert.deepEqual(
        callers.flatMap(([name, { uses }]) => (uses === undefined ? [] : [name])),
        STACKS,
      );
    });

    it("is started by pushes, and by hand", () => {
      const on: Workflow["on"] = WORKFLOWS.find(({ name }) => name === "site.yml")?.workflow.on ?? {};
      assert.deepEqual(Object.keys(on), ["push", "workflow_dispatch"]);
    });

    it("starts only where the environment's variable names the run's branch", () => {
      for (const stack of STACKS) {
        const variable = variableName(stack, "branch");
        assert.ok(starts(stack, {}));
        for (const branch of ["", "release"])
          assert.ok(!starts(stack, { vars: { [variable]: branch } }), `${stack} ${branch}`);
      }
    });

    it("goes to prod after dev, or where dev is not published from this branch, and not where dev failed", () => {
      assert.deepEqual(jobs.prod?.needs, ["build", "dev"]);
      assert.ok(starts("prod", { dev: "skipped" }));
      for (const dev of ["failure", "cancelled"]) assert.ok(!starts("prod", { dev }), dev);
    });

    it("rolls prod back where dev fails, too", () => {
      assert.ok(starts("prod", { dev: "failure", commit: "a".repeat(40) }));
    });

    it("does not start without a build, or once the run is cancelled", () => {
      for (const stack of STACKS) {
        for (const commit of ["", "a".repeat(40)]) {
          for (const build of ["failure", "skipped", "cancelled"])
            assert.ok(!starts(stack, { build, dev: "skipped", commit }), `${stack} ${build}`);
          assert.ok(!starts(stack, { cancelled: true, commit }));
        }
      }
    });

    it("has one group for the pushes of an environment and one for each run by hand, so that none waits for an approval of another", () => {
      const { concurrency } = jobOf("publish-site.yml", "publish");
      assert.ok(typeof concurrency === "object");
      const group = (event_name: string, run_id: string, environment = "prod") =>
        filledIn(concurrency.group, { github: { event_name, run_id }, inputs: { environment } });
      assert.equal(group("push", "1"), group("push", "2"));
      assert.notEqual(group("push", "1"), group("push", "1", "dev"));
      const byHand = group("workflow_dispatch", "3");
      for (const other of [
        group("push", "1"),
        group("workflow_dispatch", "4"),
        group("workflow_dispatch", "3", "dev"),
      ]) {
        assert.notEqual(byHand, other);
      }
      assert.equal(concurrency["cancel-in-progress"], false);
    });
  });
});
