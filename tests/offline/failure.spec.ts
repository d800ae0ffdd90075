import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { EngineReport } from "../../offline/engine-report";
import { failure } from "../../offline/failure";

const bucket = "urn:pulumi:dev::some-project::passwordless:site:StaticSite$aws:s3/bucket:Bucket::site";

describe("a failed operation", () => {
  let report: EngineReport;
  const diagnostic = (severity: "error" | "warning", message: string, urn = ""): void => {
    report.onEvent({ sequence: 0, timestamp: 0, diagnosticEvent: { severity, message, urn, color: "never" } });
  };
  const message = (mode = "up", interrupted = false): string =>
    failure({ mode, stack: "dev", state: "/tmp/state", report, error: new Error("the wrapper"), interrupted }).message;

  beforeEach(() => {
    report = new EngineReport();
  });

  it("says once what the engine says up to four times", () => {
    for (let times = 0; times < 4; times += 1) diagnostic("error", "wrong settings:\n  branch: empty\n");
    diagnostic("error", "update failed\n");
    assert.equal(message(), "up of dev failed: wrong settings:\n  branch: empty");
  });

  it("says in one line what the engine says before it begins", () => {
    report.onError("error: validating stack config: Stack 'dev' is ");
    report.onError("missing configuration value 'repository'\n");
    assert.equal(
      message("preview"),
      "preview of dev failed: validating stack config: Stack 'dev' is missing configuration value 'repository'",
    );
  });

  it("names the resources that failed, each once", () => {
    diagnostic("error", "AccessDenied\n", bucket);
    diagnostic("error", "TooMany\n", `${bucket}2`);
    diagnostic("error", "One or more errors occurred: AccessDenied\n");
    assert.equal(
      message(),
      "up of dev failed:\naws:s3/bucket:Bucket site: AccessDenied\naws:s3/bucket:Bucket site2: TooMany",
    );
  });

  it("gives the message of an error hook without what the engine puts in front", () => {
    diagnostic("error", 'error hooks execution failed: error hook "conflict" failed: it is there already\n', bucket);
    assert.equal(message(), "up of dev failed: aws:s3/bucket:Bucket site: it is there already");
  });

  it("keeps the stack trace of a defect, and not its message a second time", () => {
    diagnostic("error", "Unhandled exception: Error: boom\n    at index.ts:1\n");
    diagnostic("error", "boom\n");
    assert.equal(message(), "up of dev failed: Unhandled exception: Error: boom\n    at index.ts:1");
  });

  it("says how to go on where a stack is protected", () => {
    diagnostic(
      "error",
      `Preview failed: resource "${bucket}" cannot be deleted\nbecause it is protected. To ...\n`,
      bucket,
    );
    assert.match(
      message("previewDestroy"),
      /^dev is protected: nothing was deleted\.\n.*set protect: false in Pulumi\.dev\.yaml, bring it up, then destroy it:/,
    );
  });

  it("says which lock of a killed engine to delete", () => {
    report.onError(
      "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the " +
        "lock file with `pulumi cancel`.\n  file:///s/locks/a.json?no_tmp_dir=true: created by root@vm (pid 1) at noon\n",
    );
    assert.equal(
      message(),
      "dev is locked by another engine. If none is running, it was killed: delete /s/locks/a.json",
    );
  });

  it("never shows the Automation API's wrapper", () => {
    assert.equal(message(), "up of dev failed: the engine gave no reason");
  });

  it("is no failure where the user has interrupted it", () => {
    assert.equal(message("up", true), "interrupted");
  });
});

describe("the engine's report", () => {
  it("counts what the engine counts, and lists what has changed", () => {
    const report = new EngineReport();
    for (const op of ["same", "update", "refresh"]) report.onEvent(outputs(op));
    report.onEvent({ sequence: 0, timestamp: 0, summaryEvent: summary } as EngineEvent);
    assert.deepEqual(report.counts, { same: 1, update: 1 });
    assert.deepEqual(report.changed, [{ operation: "update", resource: "aws:s3/bucket:Bucket site" }]);
  });

  const summary = { resourceChanges: { same: 1, update: 1 } };
  const outputs = (op: string): EngineEvent =>
    ({ sequence: 0, timestamp: 0, resOutputsEvent: { metadata: { op, urn: bucket } } }) as EngineEvent;
});
