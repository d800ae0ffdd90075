import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLE } from "../support/example/project";
import { environmentApi } from "../delivery/environments";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";
import { evaluate, holds } from "./expression";
import { jobOf, WORKFLOWS } from "./files";
import { runJob } from "./run-job";
import { Commands, recordedActions, type Reply } from "./stand-ins";

const ROLE_ARN = "arn:aws:iam::111122223333:role/passwordless-cicd-prod-preview-0a1b2c3";
const DECISION = JSON.stringify({ changes: [], reserved: [] });

describe("preview.yml", () => {
  const folder = temporaryFolder();

  it("previews what was selected, in a pull request only", () => {
    const { needs, if: condition = "" } = jobOf("preview.yml", "preview");
    assert.equal(needs, "select");
    const holdsFor = (stacks: string) =>
      holds(condition, { needs: { select: { outputs: { stacks } } }, success: () => true });
    assert.deepEqual([holdsFor("[]"), holdsFor('[{"stack":"dev","prefix":"DEV"}]')], [false, true]);
    assert.deepEqual(WORKFLOWS.find(({ name }) => name === "preview.yml")?.workflow.on, {
      pull_request: { types: ["opened", "synchronize", "reopened", "edited"] },
    });
  });

  it("comments whether the preview came to its end or not, but not where there was none", () => {
    const { needs, if: condition = "" } = jobOf("preview.yml", "comment");
    assert.deepEqual(needs, ["select", "preview"]);
    const comments = (result: string, cancelled = false, security = "") =>
      holds(condition, {
        needs: { preview: { result }, select: { outputs: { security } } },
        cancelled: () => cancelled,
      });
    assert.deepEqual(
      ["success", "failure", "skipped", "cancelled"].map((one) => comments(one)),
      [true, true, false, false],
    );
    assert.equal(comments("success", true), false);
    assert.equal(comments("skipped", false, "- `prod`: goes"), true);
    assert.equal(comments("cancelled", false, "- `prod`: goes"), false);
  });

  it("comments on each stack, or on the list alone where it is empty", () => {
    const { strategy, steps = [] } = jobOf("preview.yml", "comment");
    const [, include = ""] = /^\$\{\{(.+)\}\}$/.exec(String(strategy?.matrix.include)) ?? [];
    const of = (stacks: string) => evaluate(include, { needs: { select: { outputs: { stacks } } } });
    assert.deepEqual(of('[{"stack":"dev","prefix":"DEV"}]'), [{ stack: "dev", prefix: "DEV" }]);
    assert.deepEqual(of("[]"), [{ stack: "-" }]);
    assert.equal(steps.at(-1)?.env?.SECURITY, "${{ needs.select.outputs.security }}");
  });

  describe("a stack's preview", () => {
    async function preview(replies: { preview?: Reply; plan?: Reply; environment?: object }) {
      const commands = new Commands(folder());
      commands.add("npm", [{ to: "ci --omit=dev --ignore-scripts" }]);
      const setting = { to: "commands/setting.ts --stack prod githubApp", stdout: "appId=7\n" };
      commands.addNode([setting, replies.plan ?? { to: "commands/plan.ts", stdout: DECISION }]);
      commands.add("pulumi", [replies.preview ?? { to: "preview", stdout: "~ aws:s3\n" }]);
      const { given, actions } = recordedActions();
      const run = (url: string) =>
        runJob(jobOf("preview.yml", "preview"), {
          folder: join(folder(), "runner"),
          workspace: EXAMPLE,
          path: [commands.path],
          env: { RUNNER_TEMP: folder(), GITHUB_RUN_ATTEMPT: "1", GITHUB_REPOSITORY: "acme/site", GITHUB_API_URL: url },
          contexts: {
            github: { run_id: "100", run_attempt: "1", token: "read-only" },
            matrix: { stack: "prod", prefix: "PROD" },
            vars: { PROD_PREVIEW_ROLE_ARN: ROLE_ARN, PROD_AWS_REGION: "us-east-1", PROD_TRUST: "{}" },
            runner: { temp: folder() },
            always: () => true,
          },
          actions,
        });
      const results = await withServer(environmentApi(replies.environment), run);
      const file = (name: string): string | undefined => {
        const path = join(folder(), "preview", name);
        return existsSync(path) ? readFileSync(path, "utf8") : undefined;
      };
      return {
        failed: results.filter(({ outcome }) => outcome === "failure").map(({ step }) => step.name),
        calls: commands.calls,
        tokens: commands.tokens,
        diff: file("diff.txt"),
        decision: file("decision.json"),
        githubApp: file("github-app.txt"),
        environment: file("environment.txt"),
        given,
      };
    }

    it("is read-only, and hands on what it prints and what may be applied", async () => {
      const { calls, tokens, diff, decision, githubApp, given, failed } = await preview({});
      assert.deepEqual(calls, [
        "npm ci --omit=dev --ignore-scripts",
        "pulumi preview --stack prod --diff --non-interactive --color never",
        "node -r ts-node/register commands/setting.ts --stack prod githubApp",
        "node -r ts-node/register commands/plan.ts --stack prod --json",
      ]);
      assert.deepEqual(tokens, ["", "read-only", "read-only", "read-only"]);
      assert.deepEqual([diff, decision, githubApp, failed], ["~ aws:s3\n", DECISION, "appId=7\n", []]);
      const { "role-to-assume": role, "allowed-account-ids": account } =
        given["aws-actions/configure-aws-credentials"] ?? {};
      assert.deepEqual([role, account], [ROLE_ARN, "111122223333"]);
      const { name, path, overwrite } = given["actions/upload-artifact"] ?? {};
      assert.deepEqual([name, path, overwrite], ["preview-prod", join(folder(), "preview"), "true"]);
    });

    it("hands on where GitHub does not protect the environment as the file promises, and is no failure", async () => {
      assert.equal((await preview({})).environment, "");
      const { environment, failed } = await preview({ environment: { deployment_branch_policy: null } });
      assert.deepEqual([environment, failed], ["branches: got every branch; expected main\n", []]);
    });

    it("is no failure where an administrator has to apply it", async () => {
      const { decision, failed } = await preview({ plan: { to: "commands/plan.ts", stdout: DECISION, code: 3 } });
      assert.deepEqual([decision, failed], [DECISION, []]);
    });

    it("that fails is one, and hands on what it printed", async () => {
      const failing = { to: "preview", stdout: "Previewing\n", stderr: "error: branch: got nothing\n", code: 1 };
      const { diff, decision, failed, given } = await preview({ preview: failing });
      assert.deepEqual(failed, ["Preview, and decide who may apply it"]);
      assert.deepEqual([diff, decision], ["Previewing\nerror: branch: got nothing\n", undefined]);
      assert.ok(given["actions/upload-artifact"]);
    });

    it("of which nothing can be decided is one", async () => {
      const { failed } = await preview({ plan: { to: "commands/plan.ts", stderr: "error\n", code: 1 } });
      assert.deepEqual(failed, ["Preview, and decide who may apply it"]);
    });
  });

  it("hands the comment what the preview left, where it looks for it", () => {
    const [download, comment] = jobOf("preview.yml", "comment").steps?.slice(-2) ?? [];
    const upload = jobOf("preview.yml", "preview").steps?.at(-1);
    assert.deepEqual([upload?.with?.name, upload?.if], ["preview-${{ matrix.stack }}", "always()"]);
    assert.deepEqual(download?.with, { name: upload?.with?.name, path: "${{ runner.temp }}/preview" });
    assert.deepEqual([comment?.run, comment?.env?.PREVIEW], ["node delivery/preview-comment.ts", download.with.path]);
  });
});
