import assert from "node:assert/strict";

import { resolved } from "./support/deploy";
import { deployProgram } from "./support/program";

describe("program", () => {
  it("x", async () => {
    const { value, resources, messages } = await deployProgram();
    console.log(JSON.stringify(resources, null, 1), await resolved(value), messages);
    assert.ok(true);
  });
});
