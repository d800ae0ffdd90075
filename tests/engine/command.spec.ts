import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { offline } from "../support/command";
import { committedProject, committedSettings, committedStacks } from "../support/committed";
import { callsIn, describeOnEngine, newState, withBoth, withDev } from "../support/engine";

describeOnEngine("npm run offline", () => {
  it("brings the committed stacks up without arguments, beside a run on another folder that prints what the engine prints", async () => {
    const beside = offline(["--stack", "dev", "--verbose", "--state", newState()]);
    const { folder } = committedProject();
    const { code, stdout, stderr } = await offline(["--state", newState()], {}, folder);
    assert.equal(code, 0, stderr);
    const [lines = "", screen = ""] = stdout.split("\n\nNothing real was touched: ");
    const stacks = committedStacks();
    const others = lines.split("\n").filter((line) => !/ resources created in |^ {2}warning: /.test(line));
    assert.deepEqual(others, []);
    assert.ok(screen.split("\n").length < 12 + 8 * stacks.length, stdout);
    for (const stack of stacks) {
      assert.match(lines, new RegExp(`^${stack}  \\d\\d resources created in \\d+\\.\\d s$`, "m"));
      const { environment, repository } = committedSettings(stack);
      const subject = `repo:${repository.owner}@\\d+/${repository.name}@\\d+:environment:${environment}`;
      assert.match(screen, new RegExp(`^ +publish +publish-site\\.yml +${subject}$`, "m"));
    }
    assert.match(stderr, /^Engine 3\.\d+\.\d+: [^\n]*\n$/);
    const { code: codeBeside, stdout: printed } = await beside;
    assert.equal(codeBeside, 0);
    assert.match(printed, /Updating \(dev\)[^]* created [^]*\nDuration: [^]*\nNothing real was touched: /);
  });

  it("says in one line that nothing changed", async () => {
    const { stdout } = await offline(["--state", await withBoth()]);
    assert.match(
      stdout,
      /^dev {2}\d\d resources unchanged in .*\nprod {2}\d\d resources unchanged in .*\nNothing changed\. .*\n$/,
    );
  });

  it("prints an export and nothing else, whatever the user's own Pulumi is set to", async () => {
    const state = await withDev();
    const { code, stdout, stderr } = await offline(["export", "--stack", "dev", "--state", state], {
      PULUMI_BACKEND_URL: "https://pulumi.invalid",
      PULUMI_ACCESS_TOKEN: "pul-none",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere",
      PULUMI_STACK: "prod",
      PULUMI_OPTION_FILE: "/nowhere/export.json",
    });
    assert.equal(code, 0, stderr);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: unknown[] } };
    assert.ok(deployment.resources.length > 20);
  });

  it("ends with exit code 1 and the reason, once, where nothing was done", async () => {
    const state = newState();
    const args = ["up", "--stack", "dev", "--config", "branch=refs/heads/main", "--state", state];
    const { code, stdout, stderr } = await offline(args);
    assert.equal(code, 1);
    assert.match(stdout, /^dev {2}failed in \d+\.\d s\n$/);
    assert.match(stderr, /\nerror: up of dev failed: /);
    assert.equal(`${stdout}${stderr}`.split('"refs/heads/main"').length, 2, stdout + stderr);
    assert.doesNotMatch(stdout + stderr, /CommandError|stdout:|--exec-kind| {4}at /);
  });

  it("deletes nothing of any stack where one is protected", async () => {
    const state = await withBoth();
    const calls = callsIn(state);
    const { code, stdout, stderr } = await offline(["destroy", "--state", state]);
    assert.equal(code, 1);
    assert.match(stderr, /\nerror: prod is protected: nothing was deleted\.\n/);
    assert.equal(stdout, "");
    assert.deepEqual(callsIn(state), calls);
  });

  it("reports that there is no drift, and where a stack is not up", async () => {
    const { code, stdout, stderr } = await offline(["refresh", "--state", await withDev()]);
    assert.equal(code, 1);
    assert.match(stdout, /^dev {2}\d\d resources unchanged in .*\ndev: no drift/);
    assert.match(
      stderr,
      /\nerror: prod is not up in this state folder: npm run offline -- up --stack prod --state \S+\n$/,
    );
  });

  it("resets a state folder", async () => {
    const state = await withDev();
    const { code, stdout, stderr } = await offline(["reset", "--state", state]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /is gone: the next up starts from nothing\.\n$/);
    assert.equal(existsSync(state), false);
  });
});
