import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { deployedWriters } from "../../commands/docs/resources";
import { describeOnEngine } from "../support/engine";
import { ROOT } from "../support/program";

describeOnEngine("npm run docs", () => {
  it("has left in the pages what the first run shows, and the drawing of what the stacks make", async () => {
    const pages = ["README.md", "docs/reference.md"].map((page) => readFileSync(join(ROOT, page), "utf8")).join("");
    for (const [name, write] of Object.entries(deployedWriters()))
      assert.ok(
        pages.includes(`
${await write()}
`),
        `${name}: npm run docs writes it`,
      );
  });
});
