import assert from "node:assert/strict";

import { backendProblems, stateBackend, withoutUser } from "../../../components/policy/state-backend";

const problems = (url: string, stateBucket = "", pulumiOrganization = "") =>
  backendProblems(url, { stateBucket, pulumiOrganization });

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
      assert.deepEqual(problems(url), []);
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
      const [{ key, message } = { key: "", message: "" }, ...others] = problems(url, "acme-state");
      assert.deepEqual([key, others], ["backend.url", []]);
      assert.ok(message.startsWith(`got ${JSON.stringify(url)}; expected s3://<bucket> or`), message);
    });
  }

  it("has stateBucket for its bucket, if there is one", () => {
    assert.deepEqual(problems("s3://acme-state", "acme-state"), []);
    assert.deepEqual(problems("s3://acme-state", "other-state"), [
      { key: "stateBucket", message: 'got "other-state"; expected acme-state, the bucket of backend.url' },
    ]);
  });

  it("is not judged where it is neither in S3 nor in Pulumi Cloud", () => {
    for (const url of ["", "file://~", "gs://state"]) assert.deepEqual(problems(url, "state"), []);
  });

  it("is Pulumi Cloud, with or without an organization, at an https address without a path", () => {
    for (const url of ["https://api.pulumi.com", "https://api.pulumi.com/", "https://pulumi.acme.example:8443"]) {
      assert.deepEqual([problems(url), problems(url, "", "acme")], [[], []]);
      assert.deepEqual(problems(url, "acme-state", "acme"), [
        { key: "stateBucket", message: 'got "acme-state"; expected none: the state is in Pulumi Cloud' },
      ]);
    }
    const others = [
      "http://api.pulumi.com",
      "http://127.0.0.1:8080",
      "https://",
      "https://api.pulumi.com/acme",
      "https://api.pulumi.com?x=1",
      "https://me@api.pulumi.com",
      "https://api.pulumi.com#x",
      "https://api.pulumi.com evil",
    ];
    for (const url of others) {
      const [{ key, message } = { key: "", message: "" }, ...more] = problems(url, "", "acme");
      assert.deepEqual([key, more], ["backend.url", []]);
      assert.match(message, /^got "http.*"; expected the https address of Pulumi Cloud's API, without a path/);
    }
  });

  it("is no other than Pulumi Cloud for an organization there", () => {
    for (const url of ["", "s3://acme-state", "file://~"]) {
      const [{ key, message } = { key: "", message: "" }] = problems(url, "", "acme");
      assert.equal(key, "backend.url");
      assert.match(
        message,
        url === "" ? /^got nothing; expected the https/ : /^got "(?:s3|file):.+; expected the https/,
      );
    }
  });

  it("is shown without whose it is", () => {
    assert.equal(withoutUser("s3://key:secret@acme-state"), "s3://acme-state");
    assert.doesNotMatch(problems("s3://key:secret@acme-state")[0]?.message ?? "", /secret/);
  });
});
