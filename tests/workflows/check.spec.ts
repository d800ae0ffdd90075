import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { filledIn } from "./expression";
import { jobOf, WORKFLOWS } from "./files";
import { gitRepository } from "./git-repository";
import { runJob } from "./run-job";
import { Commands, recordedActions, type Reply } from "./stand-ins";

describe("check.yml", () => {
  const folder = temporaryFolder();

  it("has no credential: every job may read the repository, and nothing else", () => {
    const check = WORKFLOWS.find(({ name }) => name === "check.yml");
    assert.ok(check);
    assert.deepEqual(Object.keys(check.workflow.on), ["pull_request", "merge_group", "push"]);
    for (const [name, { permissions }] of Object.entries(check.workflow.jobs))
      assert.deepEqual(permissions, name === "all" ? {} : { contents: "read" });
    assert.doesNotMatch(check.text, /secrets|github\.token|GITHUB_TOKEN|vars\b/);
  });

  it("stops what a newer commit of the same pull request replaced, and nothing else", () => {
    const { concurrency } = WORKFLOWS.find(({ name }) => name === "check.yml")?.workflow ?? {};
    const { group, "cancel-in-progress": cancels } = concurrency as { group: string; "cancel-in-progress": boolean };
    const of = (number: string, run_id: string) =>
      filledIn(group, { github: { run_id, event: { pull_request: { number } } } });
    assert.equal(cancels, true);
    assert.equal(of("7", "1"), of("7", "2"));
    assert.notEqual(of("7", "1"), of("8", "2"));
    assert.notEqual(of("", "1"), of("", "2"));
  });

  describe("has one job to require", () => {
    const { all, ...others } = WORKFLOWS.find(({ name }) => name === "check.yml")?.workflow.jobs ?? {};
    const run = (...results: string[]) =>
      runJob(all ?? {}, {
        folder: folder(),
        workspace: folder(),
        path: [],
        env: {},
        contexts: { needs: Object.fromEntries(results.map((result, index) => [`job${index}`, { result }])) },
        actions: {},
      });

    it("that waits for every other one, whatever becomes of it", () => {
      assert.deepEqual(all?.needs, Object.keys(others));
      assert.equal(all.if, "always()");
    });

    it("that is green only where each of them succeeded", async () => {
      assert.deepEqual(
        (await run("success", "success")).map(({ outcome }) => outcome),
        ["success"],
      );
      for (const result of ["failure", "cancelled", "skipped"])
        assert.equal((await run("success", result))[0]?.outcome, "failure", result);
    });
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

    async function change({ event_name = "push", event = {}, replies = [] as Reply[] }) {
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
        contexts: { github: { event_name, event: { before: "", merge_group: { base_sha: "" }, ...event } } },
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
      assert.equal((await change({ event: { before: commits[0] ?? "" } })).base(folder()), commits[0]);
    });

    it("since a pull request's base, also after its second push", async () => {
      const event = { before: commits[0] ?? "" };
      assert.equal((await change({ event_name: "pull_request", event })).base(folder()), commits[1]);
    });

    it("since what a merge queue builds on", async () => {
      const event = { merge_group: { base_sha: commits[0] ?? "" } };
      assert.equal((await change({ event_name: "merge_group", event })).base(folder()), commits[0]);
    });

    it("since the commit before where what was replaced is not there", async () => {
      assert.equal((await change({ event: { before: "0".repeat(40) } })).base(folder()), commits[1]);
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
