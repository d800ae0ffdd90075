import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { sourceOf } from "../../commands/deployment-source";
import { projectRoot } from "../../lib/paths";
import { UserError } from "../../lib/user-error";

describe("where a command reads a deployment", () => {
  it("is the stack's own backend, a file, or a state folder of npm run offline", () => {
    assert.deepEqual(sourceOf({}), { offline: undefined, file: undefined });
    assert.deepEqual(sourceOf({ file: "export.json" }), { offline: undefined, file: "export.json" });
    assert.deepEqual(sourceOf({ offline: true }), { offline: join(projectRoot, ".offline"), file: undefined });
    assert.deepEqual(sourceOf({ offline: true, state: "x" }), { offline: resolve("x"), file: undefined });
  });

  it("is one of them", () => {
    assert.throws(() => sourceOf({ state: "x" }), new UserError("--state goes with --offline"));
    assert.throws(
      () => sourceOf({ offline: true, file: "x" }),
      new UserError("--file and --offline: expected one of the two"),
    );
  });
});
