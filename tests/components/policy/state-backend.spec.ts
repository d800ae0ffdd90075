import assert from "node:assert/strict";

import { backendProblems, stateBackend, withoutUser } from "../../../components/policy/state-backend";

describe("the state's backend", () => {
  const good = {
    "s3://acme-state": undefined,
    "s3://acme-state/": undefined,
    "s3://acme.state?region=eu-central-1": "eu-central-1",
    "s3://acme-state?awssdk=v2&region=us-gov-west-1": "us-gov-west-1",
  };
  for (const [url, region] of Object.entries(good)) {
    it(`is ${url}`, () => {
      assert.deepEqual(stateBackend(url), { bucket: /acme.state/.exec(url)?.[0], region });
      assert.deepEqual(backendProblems(url, ""), []);
    });
  }

  const elsewhere = [
    "s3://acme-state/team-a",
    "s3://acme-state//",
    "s3://acme-state?endpoint=minio.example",
    "s3://acme-state?region=eu-central-1&profile=other",
    "s3://acme-state?disableSSL=true",
    "s3://acme-state?disable_https=true",
    "s3://acme-state?s3ForcePathStyle=true",
    "s3://acme-state?awssdk=v1",
    "s3://acme-state?region=",
    "s3://acme-state?region=eu-central-1&region=us-east-1",
    "s3://acme-state?REGION=eu-central-1",
    "s3://acme-state#x",
    "s3://Acme",
    "s3:acme-state",
    "s3://",
  ];
  for (const url of elsewhere) {
    it(`is not ${url}: the workflows' state would be elsewhere than the roles may go`, () => {
      assert.equal(stateBackend(url), undefined);
      const [{ key, message } = { key: "", message: "" }, ...others] = backendProblems(url, "acme-state");
      assert.deepEqual([key, others], ["backend.url", []]);
      assert.ok(message.startsWith(`got ${JSON.stringify(url)}; want s3://<bucket> or`), message);
    });
  }

  it("has stateBucket for its bucket, if there is one", () => {
    assert.deepEqual(backendProblems("s3://acme-state", "acme-state"), []);
    assert.deepEqual(backendProblems("s3://acme-state", "other-state"), [
      { key: "stateBucket", message: 'got "other-state"; want acme-state, the bucket of backend.url' },
    ]);
  });

  it("is not judged where it is not in S3", () => {
    for (const url of ["", "file://~", "https://api.pulumi.com"]) assert.deepEqual(backendProblems(url, "state"), []);
  });

  it("is shown without whose it is", () => {
    assert.equal(withoutUser("s3://key:secret@acme-state"), "s3://acme-state");
    assert.doesNotMatch(backendProblems("s3://key:secret@acme-state", "")[0]?.message ?? "", /secret/);
  });
});
