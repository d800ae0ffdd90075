import assert from "node:assert/strict";
import { type Properties, textOf } from "../../../../offline/stand-in/properties";
import { account, testCloud, tokens } from "../harness";

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

  it("keeps its origin access control from being deleted", async () => {
    const { aws, id } = await withAccessControl();
    const distribution = await aws.create(tokens.distribution, distributionOf(id));
    await assert.rejects(aws.delete(tokens.originAccessControl, id), / OriginAccessControlInUse: /);
    await aws.delete(tokens.distribution, distribution.id);
    await aws.delete(tokens.originAccessControl, id);
  });
});
