import assert from "node:assert/strict";
import { aws as awsDefinition } from "../../../../offline/stand-in/aws/definition";
import { account, testCloud, tokens, world } from "../harness";

const getProvider = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider";
const arn = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;

describe("the account of the pretend credentials", () => {
  const anyAccount = { ...world, aws: { oidcProviders: [] } };
  const cases: readonly [string, typeof world, object, string][] = [
    ["the world's", world, { allowedAccountIds: [account] }, account],
    [
      "the first that is allowed, where the world names none",
      anyAccount,
      { allowedAccountIds: '["444455556666","1"]' },
      "444455556666",
    ],
    ["an example, where nobody names one", anyAccount, {}, "111122223333"],
  ];
  for (const [title, of, settings, wanted] of cases) {
    it(`is ${title}`, () => {
      const aws = testCloud(of).configured(awsDefinition, { ...settings });
      assert.equal(aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).accountId, wanted);
    });
  }

  it("must be one that is allowed", () => {
    const { configured } = testCloud();
    assert.throws(() => configured(awsDefinition, { allowedAccountIds: ["444455556666"] }), {
      message: "AWS account ID not allowed: 111122223333",
    });
  });
});

describe("AWS's lookups", () => {
  it("tell the region", () => {
    const { aws } = testCloud();
    assert.equal(aws.invoke("aws:index/getRegion:getRegion", {}).region, "us-east-1");
  });

  it("find an OIDC provider by ARN or URL, and say when there is none", async () => {
    const { aws } = testCloud();
    const url = "https://token.actions.githubusercontent.com";
    assert.throws(() => aws.invoke(getProvider, { arn }), {
      message: `reading IAM OIDC Provider (${arn}): couldn't find resource`,
    });
    await aws.create(tokens.oidcProvider, { url, clientIdLists: ["sts.amazonaws.com"], tags: { owner: "dev" } });
    const found = aws.invoke(getProvider, { arn });
    assert.deepEqual(found.clientIdLists, ["sts.amazonaws.com"]);
    assert.deepEqual(found.tags, { owner: "dev" });
    assert.deepEqual(aws.invoke(getProvider, { url }), found);
  });

  it("know AWS's managed policies by name, and no others", () => {
    const { aws } = testCloud();
    const caching = "aws:cloudfront/getCachePolicy:getCachePolicy";
    assert.equal(aws.invoke(caching, { name: "Managed-CachingOptimized" }).id, "658327ea-f89d-4fab-a63d-7e88639e58f6");
    assert.throws(() => aws.invoke(caching, { name: "Managed-Typo" }), {
      message: "no matching CloudFront Cache Policy (Managed-Typo)",
    });
  });
});
