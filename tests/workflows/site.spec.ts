import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { type Contexts, filledIn, holds } from "./expression";
import { jobOf, type Workflow, WORKFLOWS } from "./files";
import { gitRepository } from "./git-repository";
import { runJob } from "./run-job";

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

    async function build(commit: string) {
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
      return { results, inputs, npm: npm.map((line) => line.replace(`${repository}/`, "")), handedOver };
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
  });

  describe("publishing", () => {
    const job = jobOf("site.yml", "publish");

    /** Whether GitHub would start the job. */
    function starts({
      stacks = '[{"stack":"dev"}]',
      select = "success",
      build = "success",
      cancelled = false,
    }): boolean {
      const contexts: Contexts = {
        needs: { select: { result: select, outputs: { stacks } }, build: { result: build } },
        success: () => [select, build].every((result) => result === "success") && !cancelled,
      };
      return holds(job.if ?? "success()", contexts);
    }

    it("goes to each environment of the list, one after the other", () => {
      assert.equal(job.uses, "./.github/workflows/publish-site.yml");
      assert.equal(job.strategy?.["max-parallel"], 1);
      assert.deepEqual(job.strategy.matrix, { include: "${{ fromJSON(needs.select.outputs.stacks) }}" });
      assert.deepEqual(job.with, {
        environment: "${{ matrix.environment }}",
        stack: "${{ matrix.stack }}",
        prefix: "${{ matrix.prefix }}",
        commit: "${{ needs.build.outputs.commit }}",
        rollback: "${{ inputs.commit != '' }}",
      });
      const callers = Object.entries(WORKFLOWS.find(({ name }) => name === "site.yml")?.workflow.jobs ?? {});
      assert.deepEqual(
        callers.flatMap(([name, { uses }]) => (uses === undefined ? [] : [name])),
        ["select", "publish"],
      );
    });

    it("is started by pushes, and by hand", () => {
      const on: Workflow["on"] = WORKFLOWS.find(({ name }) => name === "site.yml")?.workflow.on ?? {};
      assert.deepEqual(Object.keys(on), ["push", "workflow_dispatch"]);
    });

    it("asks nobody to approve the next environment after a failure, unless it is a rollback", () => {
      const { "fail-fast": failFast } = job.strategy ?? {};
      const { rollback } = job.with ?? {};
      // Of a push there are no inputs: the value is nothing at all.
      for (const [commit, value] of [
        [null, false],
        ["", false],
        ["a".repeat(40), true],
      ] as const) {
        assert.equal(filledIn(failFast, { inputs: { commit } }), String(!value));
        assert.equal(filledIn(rollback, { inputs: { commit } }), String(value));
      }
    });

    it("does not start without an environment, without a build, or once the run is cancelled", () => {
      assert.deepEqual(job.needs, ["select", "build"]);
      assert.ok(starts({}));
      assert.ok(!starts({ stacks: "[]" }));
      assert.ok(!starts({ cancelled: true }));
      for (const result of ["failure", "skipped", "cancelled"]) {
        assert.ok(!starts({ build: result }), result);
        assert.ok(!starts({ select: result }), result);
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
