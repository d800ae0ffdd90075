import assert from "node:assert/strict";

import { RELEASE_LISTS } from "../../../components/policy/release-lists";
import type * as Keys from "../../../delivery/lib/publishing/keys.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../../support/delivery";
import { edgeFunction, outcome, requestOf } from "../../support/edge";

describe("the lists of releases", () => {
  it("are what the edge function does not serve", () => {
    const answer = edgeFunction();
    assert.equal(outcome(answer(requestOf(`/${RELEASE_LISTS}1.json`))), "404");
    assert.equal(outcome(answer(requestOf("/list.json"))), "/list.json");
  });

  it("are where the scripts that publish put them", async () => {
    const { LISTS } = await deliveryModule<typeof Keys>("lib/publishing/keys.ts");
    assert.equal(LISTS, RELEASE_LISTS);
  });
});
