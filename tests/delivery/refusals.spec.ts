import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runDelivery } from "../support/delivery";
import { EXAMPLE } from "../support/example/project";
import { withAws } from "../support/s3/double";
import { temporaryFolder } from "../support/temporary-folder";
import { publishEnv } from "./publishing/env";

describe("a role in another account", () => {
  const folder = temporaryFolder();

  for (const script of ["restore-site.ts", "sync-site.ts", "invalidate-site.ts", "probe-site.ts", "prune-site.ts"]) {
    it(`is refused by ${script} before it asks AWS for anything`, async () => {
      await withAws({}, async (aws) => {
        const PUBLISH_ROLE_ARN = "arn:aws:iam::999999999999:role/publish";
        const env = { ...publishEnv(aws, folder()), SITE_URL: "https://site.example", PUBLISH_ROLE_ARN };
        const { code, stdout } = await runDelivery(script, { folder: EXAMPLE, env });
        assert.equal(code, 1);
        assert.match(stdout, /^::error::PUBLISH_ROLE_ARN: got arn\S+; expected a role in 111122223333$/m);
        assert.equal(aws.received.length, 0);
      });
    });
  }
});

describe("a withdrawn commit", () => {
  const folder = temporaryFolder();

  for (const script of ["restore-site.ts", "sync-site.ts"]) {
    it(`is refused by ${script} before it asks AWS for anything`, async () => {
      await withAws({}, async (aws) => {
        copyFileSync(join(EXAMPLE, "Pulumi.prod.yaml"), join(folder(), "Pulumi.prod.yaml"));
        const run = (lines: string) => {
          writeFileSync(join(folder(), "withdrawn.txt"), lines);
          return runDelivery(script, { folder: folder(), env: publishEnv(aws, folder()) });
        };
        const refused = await run(`# why\n${"A".repeat(40)} leaks an address\n`);
        assert.equal(refused.code, 1);
        assert.match(refused.stdout, /^::error::COMMIT: got a{40}, which is withdrawn, says withdrawn\.txt; expected /);
        assert.equal(aws.received.length, 0);
        const other = await run(`${"b".repeat(40)} is another\n`);
        assert.doesNotMatch(other.stdout, /withdrawn/);
      });
    });
  }
});
