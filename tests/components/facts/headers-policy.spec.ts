import assert from "node:assert/strict";

import { findHeadersPolicy } from "../../../components/facts/headers-policy";
import { deploy } from "../../support/deploy";

function look(id: string, answer: (args: Record<string, unknown>) => Record<string, unknown>) {
  const calls = { "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": answer };
  return deploy(() => findHeadersPolicy(id), { calls });
}

describe("the lookup of a headers policy", () => {
  it("asks for none where the stack has its own", async () => {
    const { value } = await look("", () => assert.fail("asked"));
    assert.equal(value, null);
  });

  it("asks by the id, and tells the ARN", async () => {
    const { value } = await look("1234", (args) => ({ arn: `arn of ${JSON.stringify(args)}` }));
    assert.deepEqual(value, { policyId: "1234", arn: 'arn of {"id":"1234"}' });
  });

  it("says where the account has none of that id, and hands on every other failure", async () => {
    const failing = (message: string) =>
      look("1234", () => {
        throw new Error(message);
      });
    await assert.rejects(failing("reading: NoSuchResponseHeadersPolicy: The specified policy does not exist."), {
      message: /headers\.policyId: got "1234"; want the id of a response headers policy of the account/,
    });
    await assert.rejects(failing("AccessDenied"), /AccessDenied/);
  });
});
