import assert from "node:assert/strict";
import { UNKNOWN } from "../../../offline/stand-in/properties";
import { account, goodTrust, testCloud, tokens } from "./harness";

const inputs = { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };
const control = { ...inputs, name: "site" };

describe("a provider", () => {
  it("knows in a preview all that follows from the inputs", () => {
    const cloud = testCloud();
    const before = cloud.read().resources;
    const { id, properties } = cloud.aws.previewCreate(tokens.bucket, { bucket: "site" });
    assert.equal(id, "site");
    assert.equal(properties.arn, "arn:aws:s3:::site");
    assert.equal(properties.bucketRegionalDomainName, "site.s3.us-east-1.amazonaws.com");
    assert.equal(
      cloud.aws.previewCreate(tokens.role, { name: "publish", assumeRolePolicy: goodTrust }).properties.arn,
      `arn:aws:iam::${account}:role/publish`,
    );
    assert.deepEqual(cloud.read().resources, before, "a preview writes nothing");
  });

  it("does not know in a preview what the cloud decides, nor what follows from it", () => {
    const { aws } = testCloud();
    const previewed = aws.previewCreate(tokens.originAccessControl, control);
    assert.deepEqual(previewed, { id: "", properties: { ...control, arn: UNKNOWN, etag: UNKNOWN } });
    const policy = aws.previewCreate(tokens.rolePolicy, { role: UNKNOWN, name: "x", policy: "{}" });
    assert.equal(policy.id, "");
  });

  it("remembers what it creates, updates and deletes, and writes the journal", async () => {
    const { aws, read } = testCloud();
    const created = await aws.create(tokens.originAccessControl, control);
    assert.match(created.id, /^E[A-Z0-9]{13}$/);
    assert.equal(created.properties.arn, `arn:aws:cloudfront::${account}:origin-access-control/${created.id}`);
    const updated = await aws.update(tokens.originAccessControl, created.id, { ...control, description: "new" });
    assert.equal(updated.description, "new");
    assert.equal(updated.arn, created.properties.arn);
    assert.notEqual(updated.etag, created.properties.etag);
    const held = await aws.read(tokens.originAccessControl, created.id, control);
    assert.deepEqual(held, { id: created.id, properties: updated, inputs: { ...control, description: "new" } });
    await aws.delete(tokens.originAccessControl, created.id);
    assert.equal(await aws.read(tokens.originAccessControl, created.id, control), undefined);
    const { id } = created;
    assert.deepEqual(read().journal, [
      { operation: "create", type: tokens.originAccessControl, id },
      { operation: "update", type: tokens.originAccessControl, id },
      { operation: "delete", type: tokens.originAccessControl, id },
    ]);
  });

  it("previews an update with what stays known", () => {
    const state = { ...control, arn: "arn:x", etag: "E1" };
    const { aws } = testCloud();
    assert.deepEqual(aws.previewUpdate(tokens.originAccessControl, state, { ...control, description: "new" }), {
      ...control,
      arn: "arn:x",
      etag: UNKNOWN,
      description: "new",
    });
  });

  it("writes nothing when it is refused", async () => {
    const { aws, read } = testCloud();
    await aws.create(tokens.originAccessControl, control);
    const before = read();
    await assert.rejects(aws.create(tokens.originAccessControl, control), /OriginAccessControlAlreadyExists/);
    assert.deepEqual(read(), before);
  });

  it("deletes what is gone without an error, but does not update it", async () => {
    const { aws, read } = testCloud();
    await aws.delete(tokens.bucket, "gone");
    assert.deepEqual(read().journal, []);
    await assert.rejects(aws.update(tokens.bucket, "gone", { bucket: "gone" }), {
      message: "updating aws:s3/bucket:Bucket (gone): couldn't find resource",
    });
  });

  it("refuses a type and a function that it does not know", () => {
    const { aws } = testCloud();
    assert.throws(() => aws.previewCreate("aws:sqs/queue:Queue", {}), {
      message: "the stand-in for aws knows no resource type aws:sqs/queue:Queue",
    });
    assert.throws(() => aws.invoke("aws:index/getArn:getArn", {}), {
      message: "the stand-in for aws knows no function aws:index/getArn:getArn",
    });
  });
});
