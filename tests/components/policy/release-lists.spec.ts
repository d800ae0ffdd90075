import assert from "node:assert/strict";

import { RELEASE_LISTS } from "../../../components/policy/release-lists";
import type * as Keys from "../../../delivery/lib/publishing/keys.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../../support/delivery";

describe("the lists of releases", () => {
  it("are where the scripts that publish put them", async () => {
    const { LISTS } = await deliveryModule<typeof Keys>("lib/publishing/keys.ts");
    assert.equal(LISTS, RELEASE_LISTS);
  });
});
