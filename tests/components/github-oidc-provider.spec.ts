import assert from "node:assert/strict";

import { GithubOidcProvider } from "../../components/github-oidc-provider";
import type { OidcProviderDecision } from "../../components/policy/oidc-provider";
import { deploy, find, resolved } from "../support/deploy";
import { PROVIDER_ARN as arn } from "../support/program";

const TYPE = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const CREATE = {
  action: "create",
  arn,
  tags: { owner: "site/dev" },
  adopt: false,
  audiences: ["sts.amazonaws.com"],
  complete: false,
} as const satisfies OidcProviderDecision;

function deployProvider(decision: OidcProviderDecision, protect = false) {
  return deploy(() => new GithubOidcProvider("github", { decision, protect }));
}

describe("GithubOidcProvider", () => {
  it("creates the provider for one audience, without a thumbprint, and leaves it when the stack goes", async () => {
    const { resources } = await deployProvider(CREATE);
    assert.deepEqual(
      resources.map(({ type }) => type),
      ["passwordless:github:GithubOidcProvider", TYPE],
    );
    const { inputs, parent, protect, retainOnDelete, importId } = find(resources, TYPE);
    assert.deepEqual(inputs, {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
      tags: { owner: "site/dev" },
    });
    assert.deepEqual(
      { parent, protect, retainOnDelete, importId },
      { parent: "GithubOidcProvider github", protect: false, retainOnDelete: true, importId: "" },
    );
  });

  it("adopts the stack's own of an earlier life", async () => {
    const { resources } = await deployProvider({ ...CREATE, adopt: true });
    assert.equal(find(resources, TYPE).importId, arn);
  });

  it("leaves the audiences alone that others have added, and adds ours where it is missing", async () => {
    const audiences = ["sigstore", "sts.amazonaws.com"];
    const missing = find((await deployProvider({ ...CREATE, audiences })).resources, TYPE);
    assert.deepEqual([missing.inputs.clientIdLists, missing.ignoreChanges], [audiences, []]);
    const complete = find((await deployProvider({ ...CREATE, audiences, complete: true })).resources, TYPE);
    assert.deepEqual(complete.ignoreChanges, ["clientIdLists"]);
  });

  it("is protected where the stack is", async () => {
    const { resources } = await deployProvider(CREATE, true);
    assert.equal(find(resources, TYPE).protect, true);
  });

  it("only names another's provider", async () => {
    const { resources, value } = await deployProvider({ action: "use", arn });
    assert.deepEqual(
      resources.map(({ type, outputs }) => ({ type, outputs })),
      [{ type: "passwordless:github:GithubOidcProvider", outputs: { arn } }],
    );
    assert.equal(await resolved(value.arn), arn);
  });
});
