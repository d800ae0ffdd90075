import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SETTINGS } from "../../components/policy/setting-forms";
import type * as StackFiles from "../../delivery/lib/stack-file.ts" with { "resolution-mode": "import" };
import type * as StackSettings from "../../delivery/lib/stack-settings.ts" with { "resolution-mode": "import" };
import { projectRoot } from "../../lib/paths";
import { readProject } from "../../lib/stack-files";
import { deliveryModule } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";

describe("restoreDays, as publishing reads it", () => {
  const folder = temporaryFolder();

  it("has the program's range and default", async () => {
    const { readStackFile } = await deliveryModule<typeof StackFiles>("lib/stack-file.ts");
    const { restoreDaysIn } = await deliveryModule<typeof StackSettings>("lib/stack-settings.ts");
    const read = (config: string): unknown => {
      const path = join(folder(), "Pulumi.prod.yaml");
      writeFileSync(path, config);
      try {
        return restoreDaysIn(readStackFile(path));
      } catch {
        return undefined;
      }
    };
    for (const days of ["6", "7", "90", "3650", "3651", "7.5", "-7"]) {
      const expected = SETTINGS.restoreDays.parse(days);
      assert.equal(read(`config:\n  passwordless-cicd:restoreDays: ${days}\n`), expected, days);
    }
    assert.equal(read("config: {}\n"), readProject(join(projectRoot, ".")).config.restoreDays?.default);
  });
});
