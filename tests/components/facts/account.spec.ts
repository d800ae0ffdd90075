import assert from "node:assert/strict";

import { readAccount } from "../../../components/facts/account";
import { deploy } from "../../support/deploy";

describe("the account", () => {
  for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
    it(`is the one of the credentials, in the partition ${partition}`, async () => {
      const calls = {
        "aws:index/getCallerIdentity:getCallerIdentity": () => ({
          accountId: "111122223333",
          arn: `arn:${partition}:sts::111122223333:assumed-role/admin/someone`,
        }),
        "aws:index/getRegion:getRegion": () => ({ region: "eu-central-1" }),
      };
      const { value } = await deploy(readAccount, { calls });
      assert.deepEqual(value, { id: "111122223333", partition, region: "eu-central-1" });
    });
  }
});
