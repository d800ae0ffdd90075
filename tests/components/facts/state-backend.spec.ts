import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { checkStateBackend } from "../../../components/facts/state-backend";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the committed backend", () => {
  const folder = temporaryFolder();
  const check = (text: string, stateBucket = "", pulumiOrganization = "") => {
    const file = join(folder(), "Pulumi.yaml");
    writeFileSync(file, `name: site\n${text}`);
    return checkStateBackend({ stateBucket, pulumiOrganization }, file);
  };

  it("is refused where the roles could not work with it", async () => {
    for (const backend of ["backend:\n  url: s3://acme-state/team-a", "'backend': { url: 's3://acme-state/team-a' }"]) {
      await assert.rejects(check(backend), {
        message:
          /^The roles could not work with the state:\n {2}backend.url: got "s3:\/\/acme-state\/team-a"; expected/,
      });
    }
    await assert.rejects(
      check("backend:\n  url: s3://acme-state", "other"),
      /stateBucket: got "other"; expected acme-state/,
    );
  });

  it("is refused where it is no Pulumi Cloud and an organization there is set", async () => {
    await check("backend:\n  url: https://api.pulumi.com", "", "acme");
    await assert.rejects(
      check("", "", "acme"),
      /backend\.url: got nothing; expected the https address of Pulumi Cloud's API/,
    );
    await assert.rejects(
      check("backend:\n  url: https://api.pulumi.com", "acme-state"),
      /stateBucket: got "acme-state"/,
    );
  });

  it("is well where it is a bucket, and where there is none", async () => {
    await check("backend:\n  url: s3://acme-state?region=us-east-1", "acme-state");
    await check("backend:\n", "acme-state");
    await check("", "acme-state");
  });
});
