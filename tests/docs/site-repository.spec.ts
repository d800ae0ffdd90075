import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../lib/paths";
import { runDelivery } from "../support/delivery";
import { textOf } from "../support/markdown";
import { temporaryFolder } from "../support/temporary-folder";
import { jobOf } from "../workflows/files";
import { runJob } from "../workflows/run-job";

const PAGE = textOf("docs/many-repositories.md");

describe("a site repository of a platform team", () => {
  const folder = temporaryFolder();

  it("has all that publish-site.yml runs, and the account in the file of the environment", async () => {
    const [, commands = ""] = /^```sh\n(mkdir -p \.github\/workflows[^]*?)```$/m.exec(PAGE) ?? [];
    const [platform, repository] = [join(folder(), "platform"), join(folder(), "docs")];
    for (const part of [".github", "delivery"])
      cpSync(join(projectRoot, part), join(platform, part), { recursive: true });
    mkdirSync(join(platform, "site"));
    mkdirSync(repository);
    execFileSync("bash", ["-euo", "pipefail", "-c", commands], { cwd: repository });

    const job = jobOf("publish-site.yml", "publish");
    const jobs = [job, jobOf("select-stacks.yml", "select")];
    const scripts = jobs
      .flatMap(({ steps = [] }) => steps)
      .flatMap(({ run = "" }) => run.match(/delivery\/[\w-]+\.ts/g) ?? []);
    assert.ok(scripts.length >= 6);
    const workflows = ["publish-site.yml", "site.yml", "select-stacks.yml"].map((file) => `.github/workflows/${file}`);
    for (const file of [...scripts, ...workflows]) assert.ok(existsSync(join(repository, file)), file);
    const roles = { KNOWN_0: "arn", KNOWN_1: "arn" };
    for (const args of [["files"], ["select"]]) {
      const output = join(folder(), args.join());
      const run = await runDelivery("select-stacks.ts", {
        args,
        root: repository,
        env: {
          ...{ FOR: "site", HEAD_FOLDER: repository, BASE_FOLDER: "", ...roles },
          ...{ GITHUB_REPOSITORY: "acme/docs", GITHUB_REF_NAME: "main" },
          ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: join(folder(), "summary") },
        },
      });
      assert.equal(run.code, 0, run.stdout);
    }
    assert.match(readFileSync(join(folder(), "files"), "utf8"), /^prefixes=\["DEV","PROD"\]$/m);
    assert.match(
      readFileSync(join(folder(), "select"), "utf8"),
      /^stacks=\[\{"stack":"dev",.*\},\{"stack":"prod",.*\}\]$/m,
    );

    const steps = (job.steps ?? []).filter(({ id }) => id === "stack");
    for (const [environment, account] of [
      ["dev", "444455556666"],
      ["prod", "777788889999"],
    ] as const) {
      const results = await runJob(
        { ...job, env: { STACK: job.env?.STACK ?? "" }, steps },
        {
          folder: join(folder(), "runner"),
          workspace: repository,
          path: [],
          env: {},
          contexts: { inputs: { stack: environment } },
          actions: {},
        },
      );
      assert.deepEqual(
        results.map(({ outputs }) => outputs),
        [{ account }],
        results[0]?.output,
      );
    }
  });
});
