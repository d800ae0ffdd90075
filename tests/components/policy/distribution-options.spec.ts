import assert from "node:assert/strict";

import { distributionOptions, webAclProblems } from "../../../components/policy/distribution-options";

const ACCOUNT = { id: "111122223333", partition: "aws", region: "eu-central-1" };
const WEB_ACL = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1234abcd-12ab-34cd-56ef-1234567890ab";
const NONE = { priceClass: "PriceClass_All", webAclArn: "", geoRestriction: null } as const;

describe("what is chosen of a distribution", () => {
  it("is by default what AWS takes, and no web ACL", () => {
    assert.deepEqual(distributionOptions(NONE), {
      priceClass: "PriceClass_All",
      restrictions: { geoRestriction: { restrictionType: "none" } },
    });
  });

  it("is a web ACL, and the countries that get the site or do not", () => {
    assert.deepEqual(distributionOptions({ ...NONE, webAclArn: WEB_ACL, geoRestriction: { allow: ["DE"] } }), {
      priceClass: "PriceClass_All",
      webAclId: WEB_ACL,
      restrictions: { geoRestriction: { restrictionType: "whitelist", locations: ["DE"] } },
    });
    const { restrictions } = distributionOptions({ ...NONE, geoRestriction: { deny: ["DE"] } });
    assert.deepEqual(restrictions.geoRestriction, { restrictionType: "blacklist", locations: ["DE"] });
  });

  it("is a web ACL of the stack's own account, or none", () => {
    assert.deepEqual([webAclProblems("", ACCOUNT), webAclProblems(WEB_ACL, ACCOUNT)], [[], []]);
    const foreign = WEB_ACL.replace("111122223333", "444455556666");
    assert.deepEqual(webAclProblems(foreign, ACCOUNT), [
      { key: "webAclArn", message: `got "${foreign}"; expected a web ACL of the account 111122223333` },
    ]);
  });
});
