import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runDelivery } from "../support/delivery";
import { ROOT } from "../support/program";
import { temporaryFolder } from "../support/temporary-folder";

describe("a line of the log", () => {
  const folder = temporaryFolder();

  it("is no command to the runner, whatever it begins with", async () => {
    const root = folder();
    const actions = pathToFileURL(join(ROOT, "delivery/lib/actions.ts")).href;
    mkdirSync(join(root, "delivery"));
    writeFileSync(
      join(root, "delivery", "says.ts"),
      `import { say } from ${JSON.stringify(actions)};
for (const key of ["::stop-commands::x", "  ::add-mask::a", "a ##[error]b", "a::b"]) say(key);
`,
    );
    const { stdout } = await runDelivery("says.ts", { env: {}, root });
    assert.equal(stdout, ": :stop-commands::x\n: :add-mask::a\na # #[error]b\na::b\n");
  });
});
