import assert from "node:assert/strict";

import { parse } from "yaml";

import type { OwnRole } from "../../../../components/policy/own-role/setting";
import { workflowProblems } from "../../../../components/policy/own-role/workflow";

const ROLE: OwnRole = {
  name: "api",
  purpose: "",
  workflow: "api.yml",
  trigger: "environment",
  policy: "",
  sessionMinutes: 60,
};

const GOOD = `
on: { push: { branches: [main] }, workflow_dispatch: }
permissions: {}
jobs:
  build: { runs-on: x, permissions: { contents: read }, steps: [] }
  deploy: { runs-on: x, environment: prod, permissions: { id-token: write }, steps: [] }
`;

function problemsOf(text: string, trigger: OwnRole["trigger"] = "environment"): string[] {
  return workflowProblems({ ...ROLE, trigger }, parse(text), "prod").map(({ message }) => message);
}

describe("the workflow of a role", () => {
  it("starts by a push or by hand, and asks for a token in one job, in the environment", () => {
    assert.deepEqual(problemsOf(GOOD), []);
    assert.deepEqual(problemsOf(GOOD.replace("environment: prod", "environment: { name: '${{ matrix.x }}' }")), []);
    assert.deepEqual(problemsOf(GOOD.replace(/on: .*/, "on: [push]")), []);
    assert.deepEqual(problemsOf(GOOD.replace(/on: .*/, "on: push")), []);
  });

  it("of the default branch may also start by the clock, and has no environment", () => {
    const scheduled = GOOD.replace(/on: .*/, "on: { schedule: [{ cron: '0 0 * * *' }] }");
    assert.deepEqual(problemsOf(scheduled.replace(" environment: prod,", ""), "default branch"), []);
    assert.match(problemsOf(scheduled).join(), /on has "schedule"; expected only push, workflow_dispatch/);
    assert.match(problemsOf(scheduled, "default branch").join(), /deploy has the environment "prod"; expected none/);
  });

  for (const event of [
    "pull_request",
    "pull_request_target",
    "issue_comment",
    "workflow_call",
    "workflow_run",
    "repository_dispatch",
    "release",
    "Push",
  ]) {
    it(`does not start by ${event}`, () => {
      for (const on of [`on: ${event}`, `on: [push, ${event}]`, `on: { push: , ${event}: { types: [x] } }`]) {
        for (const trigger of ["environment", "default branch"] as const) {
          assert.ok(
            problemsOf(GOOD.replace(/on: .*/, on), trigger).some((it) => it.startsWith(`on has "${event}"`)),
            on,
          );
        }
      }
    });
  }

  for (const [what, change, problem] of [
    ["no event", [/on: .*/, "on:"], /on has null/],
    ["no on at all", [/on: .*/, ""], /on has nothing/],
    ["the permission above the jobs", ["permissions: {}", "permissions: { id-token: write }"], /for all jobs/],
    ["all permissions above the jobs", ["permissions: {}", "permissions: write-all"], /for all jobs/],
    ["the permission in no job", ["{ id-token: write }", "{ contents: read }"], /in 0 jobs/],
    ["the permission in two jobs", ["{ contents: read }", "{ id-token: write }"], /in 2 jobs \(\["build","deploy"\]\)/],
    ["all permissions in another job", ["{ contents: read }", "write-all"], /in 2 jobs/],
    ["all permissions in its job", ["{ id-token: write }", "write-all"], /deploy has write-all/],
    ["no environment", [" environment: prod,", ""], /deploy has the environment nothing; expected prod/],
    [
      "another environment",
      ["environment: prod", "environment: dev"],
      /deploy has the environment "dev"; expected prod/,
    ],
    ["another workflow in its place", [/(deploy: .*)steps: \[\]/, "$1uses: ./x.yml"], /deploy calls another workflow/],
    ["no jobs", [/jobs:[^]*/, ""], /has no jobs/],
  ] as const) {
    it(`does not have ${what}`, () => {
      const problems = problemsOf(GOOD.replace(change[0], change[1]));
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", problem);
    });
  }
});
