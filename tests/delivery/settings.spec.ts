import assert from "node:assert/strict";
import type * as Actions from "../../delivery/lib/actions.ts" with { "resolution-mode": "import" };
import type * as Settings from "../../delivery/lib/settings.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../support/delivery";

describe("delivery/lib/settings.ts", () => {
  it("masks a secret in all that is printed from then on, a malformed one too", async () => {
    const { readSettings, textLike } = await deliveryModule<typeof Settings>("lib/settings.ts");
    const { excerpt } = await deliveryModule<typeof Actions>("lib/actions.ts");
    const secret = { ...textLike(/^\w+$/, "a secret"), secret: true };
    const own = process.env;
    process.env = { GOOD: "well_formed", BAD: "has spaces", PUBLIC: "shown" };
    try {
      assert.throws(() => readSettings({ GOOD: secret, BAD: secret, PUBLIC: textLike(/^\w+$/, "a word") }), {
        message: "BAD: has another form; expected a secret",
      });
    } finally {
      process.env = own;
    }
    assert.equal(excerpt("well_formed, has spaces, shown", 100), "***, ***, shown");
  });
});
