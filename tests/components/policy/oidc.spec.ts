import assert from "node:assert/strict";

import { AUDIENCE, ISSUER, oidcProviderArn } from "../../../components/policy/oidc";

describe("GitHub's OIDC provider", () => {
  it("has an ARN that follows from the account", () => {
    assert.equal(
      oidcProviderArn({ id: "111122223333", partition: "aws-us-gov", region: "us-gov-west-1" }),
      "arn:aws-us-gov:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    );
  });

  it("is GitHub's, for the audience that AWS's action asks for", () => {
    assert.deepEqual([ISSUER, AUDIENCE], ["token.actions.githubusercontent.com", "sts.amazonaws.com"]);
  });
});
