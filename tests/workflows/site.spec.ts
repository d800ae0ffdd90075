import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { type Contexts, filledIn, holds } from "./expression";
import { allSteps, jobOf, type Workflow, WORKFLOWS } from "./files";
import { gitRepository } from "./git-repository";
import { runJob } from "./run-job";

describe("site.yml", () => {
  const folder = temporaryFolder();

  describe("the build", () => {
    const job = jobOf("site.yml", "build");
    let commits: Readonly<Record<"base" | "head" | "merged" | "side", string>>;

    /** A repository: base and head are on the branch, side is on another, merged came by a merge. The folder has head. */
    beforeEach(() => {
      const { git, commit } = gitRepository(join(folder(), "repository"));
      const base = commit("base");
      git("checkout", "-q", "-b", "topic");
      const side = commit("side");
      git("checkout", "-q", "-b", "feature", base);
      const merged = commit("in the middle");
      commit("taken back");
      git("checkout", "-q", "main");
      git("merge", "-q", "--no-ff", "-m", "a pull request", "feature");
      commits = { base, side, merged, head: commit("head") };
    });

    const { env: lines = {} } = WORKFLOWS.find(({ name }) => name === "site.yml")?.workflow ?? {};

    /** Runs the job with these values in the lines at the top of the file, which are the user's to edit. */
    async function build(commit: string, edited: Readonly<Record<string, string>> = {}, how = "build") {
      const env = { SITE_FOLDER: "site", SITE_BUILD: "npm ci && npm run build", SITE_OUTPUT: "dist", ...edited };
      const [repository, bin, log] = ["repository", "bin", "npm.log"].map((name) => join(folder(), name)) as [
        string,
        string,
        string,
      ];
      mkdirSync(bin, { recursive: true });
      // Notes what it was started with; a script makes the folder of the output.
      writeFileSync(
        join(bin, "npm"),
        `#!/bin/sh\necho "$PWD $*" >>"${log}"\n[ "$1" = run ] && mkdir -p dist\nexit 0\n`,
      );
      chmodSync(join(bin, "npm"), 0o755);
      const inputs: [string, Readonly<Record<string, string>>][] = [];
      const record = (name: string) => (given: Readonly<Record<string, string>>) => {
        inputs.push([name, given]);
        if (name === "checkout" && given.path !== undefined)
          mkdirSync(join(repository, given.path, env.SITE_FOLDER), { recursive: true });
        return {};
      };
      const results = await runJob(job, {
        folder: join(folder(), "runner"),
        workspace: repository,
        path: [bin],
        env: { GITHUB_SHA: commits.head, GITHUB_REF_NAME: "main", ...env },
        contexts: {
          inputs: { commit, how },
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
      const uploaded = inputs.find(([name]) => name === "upload")?.[1].path?.replace(`${repository}/`, "");
      return { results, inputs, npm: npm.map((line) => line.replace(`${repository}/`, "")), handedOver, uploaded };
    }

    it("builds the branch's head after a push", async () => {
      const { npm, inputs, handedOver } = await build("");
      // With the scripts of its packages, as on the machine of anyone who wrote it.
      assert.deepEqual(npm, ["release/site ci", "release/site run build"]);
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
            path: join(folder(), "repository", "release/site/dist"),
            "if-no-files-found": "error",
            "include-hidden-files": "true",
            overwrite: "true",
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

    const edits: Readonly<
      Record<string, readonly [lines: Readonly<Record<string, string>>, uploaded: string, npm: readonly string[]]>
    > = {
      "another folder, command and output": [
        { SITE_FOLDER: "apps/web", SITE_BUILD: "npm install && npm run generate", SITE_OUTPUT: "dist" },
        "release/apps/web/dist",
        ["release/apps/web install", "release/apps/web run generate"],
      ],
      "the top of the repository": [
        { SITE_FOLDER: ".", SITE_BUILD: "mkdir -p .output/public", SITE_OUTPUT: "./.output/public" },
        "release/.output/public",
        [],
      ],
      "files that need no build": [{ SITE_FOLDER: "site", SITE_BUILD: "", SITE_OUTPUT: "." }, "release/site", []],
      "several lines": [
        { SITE_BUILD: "npm ci\nnpm run build\nmkdir public", SITE_OUTPUT: "public" },
        "release/site/public",
        ["release/site ci", "release/site run build"],
      ],
      "names that a shell would read": [
        { SITE_FOLDER: "a b", SITE_BUILD: "mkdir '$(npm)'", SITE_OUTPUT: "$(npm)" },
        "release/a b/$(npm)",
        [],
      ],
    };
    for (const [what, [edited, wanted, started]] of Object.entries(edits)) {
      it(`takes ${what} from the lines at the top of the file`, async () => {
        const { npm, uploaded, results } = await build("", edited);
        assert.deepEqual([uploaded, npm], [wanted, started]);
        assert.ok(results.every(({ outcome }) => outcome === "success"));
      });
    }

    const failing: Readonly<Record<string, readonly [build: string, says: RegExp]>> = {
      "a command fails": ["npm ci\nfalse\nmkdir dist", /^$/],
      "a command of a pipe fails": ["false | true; mkdir dist", /^$/],
      "there is no output": ["npm ci", /^::error::SITE_OUTPUT: expected the folder that the build wrote, below site;/],
      "the output is a file": ["touch dist", /^::error::SITE_OUTPUT: expected the folder/],
    };
    for (const [what, [command, says]] of Object.entries(failing)) {
      it(`fails where ${what}, and hands nothing over`, async () => {
        const { results, uploaded } = await build("", { SITE_BUILD: command });
        const failed = results.filter(({ outcome }) => outcome === "failure");
        assert.deepEqual(
          failed.map(({ step }) => step.id),
          ["build"],
        );
        assert.match(failed[0]?.output ?? "", says);
        assert.equal(uploaded, undefined);
      });
    }

    it("is told what to build by three plain lines", () => {
      assert.deepEqual(Object.keys(lines), ["SITE_FOLDER", "SITE_BUILD", "SITE_OUTPUT"]);
    });

    it("is the same for each environment: it names none, and reads no secret, no token and no cache", () => {
      const { environment, permissions, strategy, env } = job;
      assert.deepEqual([environment, strategy, Object.keys(env ?? {})], [undefined, undefined, ["RESTORE"]]);
      assert.deepEqual(permissions, { contents: "read" });
      const expressions = [...JSON.stringify({ job, lines }).matchAll(/\$\{\{(.+?)\}\}/g)].map(([, one = ""]) => one);
      assert.ok(expressions.length > 3);
      // A build may read single variables of the repository, by name.
      assert.deepEqual(
        expressions.filter((one) => /\b(?:secrets|token|environment|matrix)\b|\bvars(?!\.\w)/.test(one)),
        [],
      );
      for (const { run = "" } of allSteps(job)) assert.doesNotMatch(run, /\$\{\{/);
      assert.doesNotMatch(JSON.stringify(lines), /\$\{\{/);
      for (const { uses = "", with: inputs = {} } of allSteps(job)) {
        assert.doesNotMatch(uses, /^actions\/cache/);
        if (uses.startsWith("actions/setup-node@")) assert.equal(inputs["package-manager-cache"], false);
      }
    });

    it("builds nothing where a commit is restored, and checks it all the same", async () => {
      const { npm, inputs, handedOver } = await build(commits.base, {}, "restore");
      assert.deepEqual([npm, inputs.map(([name]) => name)], [[], ["checkout"]]);
      assert.equal(handedOver(), commits.base);
      const { results } = await build(commits.side, {}, "restore");
      assert.equal(results.find(({ step }) => step.id === "release")?.outcome, "failure");
    });

    for (const how of ["restore", "build"]) {
      it(`refuses a commit that is withdrawn, to ${how} it`, async () => {
        const lines = ["# a comment", `${commits.base} leaks an address`];
        writeFileSync(join(folder(), "repository", "withdrawn.txt"), lines.join("\n"));
        const { results, npm, handedOver } = await build(commits.base, {}, how);
        const failed = results.find(({ outcome }) => outcome === "failure");
        assert.match(failed?.output ?? "", /^::error::commit: [0-9a-f]{40} is withdrawn, says withdrawn\.txt; /m);
        assert.deepEqual([npm, handedOver()], [[], ""]);
        assert.equal((await build(commits.head, {}, how)).handedOver(), commits.head);
      });
    }

    const refused: Readonly<Record<string, [() => string, RegExp]>> = {
      "a commit that is on another branch": [() => commits.side, /is not on the branch main/],
      "a commit that a merge brought along": [() => commits.merged, /is not on the branch main/],
      "a commit that does not exist": [() => "f".repeat(40), /is not on the branch main/],
      "the beginning of a hash": [() => commits.base.slice(0, 7), /expected the full hash/],
      "a branch": [() => "topic", /expected the full hash/],
      "an option of git": [() => "--help", /expected the full hash/],
      "two lines": [() => `${commits.base}\ncommit=${commits.side}`, /expected the full hash/],
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
        restore: "${{ inputs.commit != '' && inputs.how != 'build' }}",
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
      const { rollback, restore } = job.with ?? {};
      // Of a push there are no inputs: the value is nothing at all.
      for (const [commit, value] of [
        [null, false],
        ["", false],
        ["a".repeat(40), true],
      ] as const) {
        assert.equal(filledIn(failFast, { inputs: { commit } }), String(!value));
        assert.equal(filledIn(rollback, { inputs: { commit } }), String(value));
        for (const how of [null, "", "restore", "build"]) {
          assert.equal(filledIn(restore, { inputs: { commit, how } }), String(value && how !== "build"));
        }
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
