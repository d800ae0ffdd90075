import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { jobOf, WORKFLOWS } from "./files";
import { gitRepository } from "./git-repository";
import { runJob } from "./run-job";
import { Commands, recordedActions, type Reply } from "./stand-ins";

describe("check.yml", function () {
  this.timeout(30_000);
  const folder = temporaryFolder();

  it("has no credential: every job may read the repository, and nothing else", () => {
    const check = WORKFLOWS.find(({ name }) => name === "check.yml");
    assert.ok(check);
    assert.deepEqual(Object.keys(check.workflow.on), ["pull_request", "push"]);
    for (const job of Object.values(check.workflow.jobs)) assert.deepEqual(job.permissions, { contents: "read" });
    assert.doesNotMatch(check.text, /secrets|github\.token|GITHUB_TOKEN|vars\b/);
  });

  it("tests on every version of Node that the project names, and checks the rest once", () => {
    const { strategy } = jobOf("check.yml", "test") as unknown as { strategy: { matrix: { node: string[] } } };
    assert.deepEqual(strategy.matrix.node, ["20.20", "22", "24"]);
    const commands = jobOf("check.yml", "static").steps?.flatMap(({ run = [] }) => run);
    for (const command of ["npm run typecheck", "npm run lint", "npm run format:check"])
      assert.ok(commands?.includes(command), command);
  });

  describe("shows the change of infrastructure", () => {
    let commits: string[];

    beforeEach(() => {
      const { git, commit } = gitRepository(join(folder(), "repository"));
      const one = commit("one");
      git("checkout", "-q", "-b", "topic");
      commit("change");
      git("checkout", "-q", "main");
      commits = [one, commit("two")];
      // As GitHub tests a pull request: merged into its base.
      git("merge", "-q", "--no-ff", "-m", "merge", "topic");
    });

    async function change({ before = "", replies = [] as Reply[] }) {
      const commands = new Commands(folder());
      commands.add("npm", [
        ...replies,
        { to: "ci --ignore-scripts" },
        { to: "offline -- up" },
        { to: "offline -- preview", stdout: "~ aws:iam:Role publish\n```\n" },
      ]);
      const results = await runJob(jobOf("check.yml", "change"), {
        folder: join(folder(), "runner"),
        workspace: join(folder(), "repository"),
        path: [commands.path],
        env: { RUNNER_TEMP: folder() },
        contexts: { github: { event: { before } } },
        actions: recordedActions().actions,
      });
      return {
        calls: commands.calls,
        base: (folder: string) =>
          execFileSync("git", ["-C", join(folder, "base"), "rev-parse", "HEAD"], {
            encoding: "utf8",
            stdio: "pipe",
          }).trim(),
        failed: results.some(({ outcome }) => outcome === "failure"),
        output: results.map(({ output }) => output).join(""),
        summary: readFileSync(join(folder(), "runner", "summary"), "utf8"),
      };
    }

    it("since the commit before, with the packages of each, on one state", async () => {
      const { calls, base, failed, summary } = await change({});
      const state = join(folder(), "state");
      assert.deepEqual(calls, [
        "npm ci --ignore-scripts",
        "npm ci --ignore-scripts",
        `npm run -s offline -- up --state ${state}`,
        `npm run -s offline -- preview --state ${state}`,
      ]);
      assert.deepEqual([base(folder()), failed], [commits[1], false]);
      assert.ok(summary.startsWith(`### Change of infrastructure since ${commits[1] ?? ""}\n`));
      assert.ok(summary.endsWith("\n    ~ aws:iam:Role publish\n    ```\n\n"), summary);
    });

    it("since what a push replaced, or the commit before where that is not there", async () => {
      assert.equal((await change({ before: commits[0] ?? "" })).base(folder()), commits[0]);
    });

    it("since the commit before where what was replaced is not there", async () => {
      assert.equal((await change({ before: "0".repeat(40) })).base(folder()), commits[1]);
    });

    it("within what a summary holds", async () => {
      const stdout = "~ aws:iam:Role publish\n".repeat(40_000);
      const { summary } = await change({ replies: [{ to: "offline -- preview", stdout }] });
      assert.ok(summary.length < 1_000_000 && summary.length > 200_000);
      assert.match(summary, /\nThe rest is in this job's log\.\n$/);
    });

    it("not where the earlier commit does not come up, which is no failure of this one", async () => {
      const { calls, failed, output, summary } = await change({ replies: [{ to: "offline -- up", code: 1 }] });
      assert.deepEqual([failed, calls.length], [false, 3]);
      assert.match(
        output,
        /^::warning::No change of infrastructure can be shown: the stacks of [0-9a-f]{40} do not come up$/m,
      );
      assert.match(summary, /^No change of infrastructure can be shown/);
    });

    it("and fails where this commit cannot be previewed, with what it said", async () => {
      const replies = [{ to: "offline -- preview", stderr: "error: branch: got nothing\n", code: 1 }];
      const { failed, summary } = await change({ replies });
      assert.equal(failed, true);
      assert.match(summary, /^ {4}error: branch: got nothing$/m);
    });
  });
});
