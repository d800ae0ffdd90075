import assert from "node:assert/strict";
import { evaluate, filledIn, holds } from "./expression";

describe("expressions in the tests of the workflows", () => {
  const contexts = {
    vars: { DEV_BRANCH: "main" },
    steps: { plan: { outcome: "success", outputs: { code: "3" } } },
    success: () => true,
    failure: () => false,
  };

  it("mean what they mean to GitHub", () => {
    assert.equal(evaluate("vars.dev_branch == 'MAIN' && 'same' || 'other'", contexts), "same");
    assert.deepEqual(evaluate('fromJSON(\'[{"stack":"dev"}]\')', contexts), [{ stack: "dev" }]);
    assert.equal(filledIn("${{ format('{0}_X', 'DEV') }}-${{ steps.plan.outputs.code }}", contexts), "DEV_X-3");
    assert.equal(holds("${{ steps.plan.outputs.code == 3 }}", contexts), true);
  });

  it("that name what is not there are errors, but for what a known step did not put out", () => {
    for (const expression of ["github.ref", "vars.PROD_BRANCH", "vars['x']", "steps.other.outputs.x", "unknown()"])
      assert.throws(
        () => evaluate(expression, contexts),
        new RegExp(`in: ${expression.replaceAll(/[.()[\]]/g, "\\$&")}$`),
      );
    assert.equal(filledIn("<${{ steps.plan.outputs.account }}>", contexts), "<>");
  });

  it("of a condition hold after a failure only where they ask for it", () => {
    const failed = { ...contexts, success: () => false, failure: () => true };
    assert.deepEqual([holds("true", failed), holds("failure()", failed), holds("true", contexts)], [false, true, true]);
  });
});
