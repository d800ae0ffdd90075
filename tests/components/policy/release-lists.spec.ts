import assert from "node:assert/strict";

import { RELEASE_LISTS } from "../../../components/policy/release-lists";
import type * as Release from "../../../delivery/lib/release.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../../support/delivery";

describe("the lists of releases", () => {
  it("are where the scripts that publish put them", async () => {
    const { LISTS } = await deliveryModule<typeof Release>("lib/release.ts");
    assert.equal(LISTS, RELEASE_LISTS);
  });
});
