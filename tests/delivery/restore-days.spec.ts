import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SETTINGS } from "../../components/policy/setting-forms";
import type * as RestoreDays from "../../delivery/lib/restore-days.ts" with { "resolution-mode": "import" };
import { projectRoot } from "../../lib/paths";
import { readProject } from "../../lib/stack-files";
import { deliveryModule } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";

describe("restoreDays, as publishing reads it", () => {
  const folder = temporaryFolder();

  it("has the program's range and default", async () => {
    const { readRestoreDays } = await deliveryModule<typeof RestoreDays>("lib/restore-days.ts");
    const read = (config: string): unknown => {
      const path = join(folder(), "Pulumi.prod.yaml");
      writeFileSync(path, config);
      try {
        return readRestoreDays(path);
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
