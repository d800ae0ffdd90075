import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { resourcesDiagram } from "../../commands/docs/resources";
import { describeOnEngine } from "../support/engine";
import { ROOT } from "../support/program";

describeOnEngine("npm run docs", () => {
  it("has left in the reference the drawing of what the stacks make", async () => {
    const drawing = await resourcesDiagram();
    assert.ok(
      readFileSync(join(ROOT, "docs/reference.md"), "utf8").includes(`\n${drawing}\n`),
      "npm run docs writes it",
    );
  });
});
