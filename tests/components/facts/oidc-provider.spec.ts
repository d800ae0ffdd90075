import assert from "node:assert/strict";

import { findOidcProvider } from "../../../components/facts/oidc-provider";
import { deploy } from "../../support/deploy";
import { PROVIDER_ARN } from "../../support/program";

function look(answer: (args: Record<string, unknown>) => Record<string, unknown>) {
  const calls = { "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": answer };
  return deploy(() => findOidcProvider(PROVIDER_ARN), { calls });
}

function failing(message: string) {
  return () => {
    throw new Error(message);
  };
}

describe("the lookup of the OIDC provider", () => {
  it("asks for it by its ARN, and tells audiences and tags", async () => {
    const asked: unknown[] = [];
    const { value } = await look((args) => {
      asked.push(args);
      return { clientIdLists: ["sts.amazonaws.com"], tags: { a: "b" } };
    });
    assert.deepEqual(value, { audiences: ["sts.amazonaws.com"], tags: { a: "b" } });
    assert.deepEqual(asked, [{ arn: PROVIDER_ARN }]);
  });

  for (const message of [
    "reading IAM OIDC Provider: couldn't find resource",
    "operation error IAM: NoSuchEntity: ...",
  ]) {
    it(`takes "${message}" for an account without one`, async () => {
      assert.equal((await look(failing(message))).value, undefined);
    });
  }

  it("does not take a missing right for a missing provider", async () => {
    await assert.rejects(look(failing("operation error IAM: AccessDenied: not authorized")), /AccessDenied/);
  });
});
