import assert from "node:assert/strict";
import { type Properties, textOf } from "../../../../offline/stand-in/properties";
import { account, testCloud, tokens, world } from "../harness";

function distributionOf(originAccessControlId: string, targetOriginId = "site"): Properties {
  return {
    enabled: true,
    origins: [{ originId: "site", domainName: "site.s3.us-east-1.amazonaws.com", originAccessControlId }],
    defaultCacheBehavior: { targetOriginId },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
  };
}

async function withAccessControl() {
  const { aws } = testCloud();
  const inputs = { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };
  const { id } = await aws.create(tokens.originAccessControl, { ...inputs, name: "site" });
  return { aws, id };
}

describe("a distribution", () => {
  it("gets an id, an ARN and a domain name of CloudFront's form, and keeps them", async () => {
    const { aws, id } = await withAccessControl();
    const distribution = await aws.create(tokens.distribution, distributionOf(id));
    assert.match(distribution.id, /^E[A-Z0-9]{13}$/);
    assert.equal(distribution.properties.arn, `arn:aws:cloudfront::${account}:distribution/${distribution.id}`);
    assert.match(textOf(distribution.properties, "domainName"), /^d[a-z0-9]{13}\.cloudfront\.net$/);
    const updated = await aws.update(tokens.distribution, distribution.id, { ...distributionOf(id), comment: "new" });
    assert.equal(updated.domainName, distribution.properties.domainName);
    assert.equal(updated.arn, distribution.properties.arn);
  });

  it("needs its origin access control and its origin", async () => {
    const { aws, id } = await withAccessControl();
    await assert.rejects(aws.create(tokens.distribution, distributionOf("ENONE")), {
      message:
        /^creating CloudFront Distribution: operation error CloudFront: CreateDistributionWithTags, https response error StatusCode: 400, RequestID: \S+, InvalidOriginAccessControl: /,
    });
    await assert.rejects(aws.create(tokens.distribution, distributionOf(id, "other")), / NoSuchOrigin: /);
  });

  it("needs its headers policy: one of the account's, or one of AWS's own", async () => {
    const { aws, id } = await withAccessControl();
    const withHeaders = (policy: string) => ({
      ...distributionOf(id),
      defaultCacheBehavior: { targetOriginId: "site", responseHeadersPolicyId: policy },
    });
    await assert.rejects(aws.create(tokens.distribution, withHeaders("none")), / NoSuchResponseHeadersPolicy: /);
    const own = await aws.create(tokens.responseHeadersPolicy, { name: "site" });
    for (const policy of [own.id, "67f7725c-6f97-4210-82d7-5512b31e9d03"])
      await aws.create(tokens.distribution, withHeaders(policy));
  });

  it("keeps its origin access control from being deleted", async () => {
    const { aws, id } = await withAccessControl();
    const distribution = await aws.create(tokens.distribution, distributionOf(id));
    await assert.rejects(aws.delete(tokens.originAccessControl, id), / OriginAccessControlInUse: /);
    await aws.delete(tokens.distribution, distribution.id);
    await aws.delete(tokens.originAccessControl, id);
  });
});

describe("a function and a headers policy", () => {
  async function inUse() {
    const { aws, id } = await withAccessControl();
    const edge = await aws.create(tokens.edgeFunction, { name: "site", code: "x", runtime: "cloudfront-js-2.0" });
    const policy = await aws.create(tokens.responseHeadersPolicy, { name: "site" });
    const behavior = {
      targetOriginId: "site",
      responseHeadersPolicyId: policy.id,
      functionAssociations: [{ eventType: "viewer-request", functionArn: edge.properties.arn ?? "" }],
    };
    const inputs = { ...distributionOf(id), defaultCacheBehavior: behavior };
    const { id: distribution } = await aws.create(tokens.distribution, inputs);
    return { aws, edge, policy, distribution };
  }

  it("cannot be deleted while a distribution uses them", async () => {
    const { aws, edge, policy, distribution } = await inUse();
    await assert.rejects(aws.delete(tokens.edgeFunction, edge.id), / FunctionInUse: /);
    await assert.rejects(aws.delete(tokens.responseHeadersPolicy, policy.id), / ResponseHeadersPolicyInUse: /);
    await aws.delete(tokens.distribution, distribution);
    await aws.delete(tokens.edgeFunction, edge.id);
    await aws.delete(tokens.responseHeadersPolicy, policy.id);
  });

  it("have ARNs of CloudFront's form; a function is published anew with each update", async () => {
    const { aws, edge, policy } = await inUse();
    assert.equal(edge.properties.arn, `arn:aws:cloudfront::${account}:function/site`);
    assert.match(
      textOf(policy.properties, "arn"),
      new RegExp(`^arn:aws:cloudfront::${account}:response-headers-policy/\\S+$`),
    );
    const inputs = { name: "site", code: "y", runtime: "cloudfront-js-2.0" };
    const updated = await aws.update(tokens.edgeFunction, edge.id, inputs);
    assert.equal(updated.arn, edge.properties.arn);
    assert.notEqual(updated.liveStageEtag, edge.properties.liveStageEtag);
  });

  it("are refused: a function over 10 KB, counted in bytes, and a name that is taken", async () => {
    const { aws } = await inUse();
    const inputs = { name: "site", runtime: "cloudfront-js-2.0" };
    const large = `x${"\u00fc".repeat(5120)}`;
    await assert.rejects(
      aws.update(tokens.edgeFunction, "site", { ...inputs, code: large }),
      /FunctionSizeLimitExceeded/,
    );
    await assert.rejects(
      aws.create(tokens.edgeFunction, { ...inputs, name: "new", code: large }),
      /^Error: creating CloudFront Function \(new\): .* 413, .*FunctionSizeLimitExceeded: /,
    );
    await assert.rejects(aws.create(tokens.edgeFunction, { ...inputs, code: "x" }), / FunctionAlreadyExists: /);
    await aws.create(tokens.edgeFunction, { ...inputs, name: "new", code: large.slice(1) });
  });

  it("are refused: the 21st headers policy of an account", async () => {
    const { aws } = testCloud({ ...world, aws: { ...world.aws, headersPolicies: 19 } });
    await aws.create(tokens.responseHeadersPolicy, { name: "the 20th" });
    await assert.rejects(
      aws.create(tokens.responseHeadersPolicy, { name: "the 21st" }),
      / TooManyResponseHeadersPolicies: /,
    );
  });
});
