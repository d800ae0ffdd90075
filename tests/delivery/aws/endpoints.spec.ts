import assert from "node:assert/strict";
import { bucketOf, type Client, loadClient } from "../../support/s3/client";
import { WORKFLOWS } from "../../workflows/files";

const KEYS = { AWS_ACCESS_KEY_ID: "EXAMPLEACCESSKEYID", AWS_SECRET_ACCESS_KEY: "example/secret+access=key" };
const ENV = { ...KEYS, AWS_SESSION_TOKEN: "example/session", AWS_REGION: "eu-central-1" };

describe("delivery/lib/aws/endpoints.ts", () => {
  let client: Client;
  before(async () => {
    client = await loadClient();
  });

  const awsOf = (env: Record<string, string>) => bucketOf(client, { env: { ...ENV, ...env } }).aws;

  it("takes credentials and region as the action leaves them", () => {
    const { pool, ...read } = awsOf({});
    assert.equal(pool.limit, 64);
    const elsewhere = {
      AWS_ENDPOINT_URL: undefined,
      AWS_ENDPOINT_URL_S3: undefined,
      AWS_ENDPOINT_URL_CLOUDFRONT: undefined,
    };
    assert.deepEqual(read, { ...ENV, ...elsewhere, IDLE_TIMEOUT_MS: 30_000, RETRY_WAIT_MS: 1000 });
    assert.equal(awsOf({ AWS_SESSION_TOKEN: "" }).AWS_SESSION_TOKEN, undefined);
  });

  it("names all that is missing or wrong, and shows no secret", () => {
    const wrong = {
      AWS_SECRET_ACCESS_KEY: "with a space",
      AWS_SESSION_TOKEN: "two\nlines",
      AWS_REGION: "evil.example/",
    };
    assert.throws(
      () => awsOf({ ...wrong, AWS_ACCESS_KEY_ID: "" }),
      (error: Error) => {
        const names = error.message
          .split("\n")
          .map((line) => /^\w+: (?:is missing|got|has another form)/.exec(line)?.[0]);
        assert.deepEqual(names, [
          "AWS_ACCESS_KEY_ID: is missing",
          "AWS_SECRET_ACCESS_KEY: has another form",
          "AWS_SESSION_TOKEN: has another form",
          "AWS_REGION: got",
        ]);
        assert.ok(!/with a space|two/.test(error.message));
        return true;
      },
    );
  });

  it("asks a bucket at its own host in its region", () => {
    for (const [region, host] of [
      ["us-east-1", "site.s3.us-east-1.amazonaws.com"],
      ["eu-central-1", "site.s3.eu-central-1.amazonaws.com"],
      ["ap-southeast-5", "site.s3.ap-southeast-5.amazonaws.com"],
    ] as const) {
      const expected = { origin: `https://${host}`, scope: { region, service: "s3" }, base: "/" };
      assert.deepEqual(client.bucketEndpoint(awsOf({ AWS_REGION: region }), "site"), expected);
    }
  });

  it("asks no bucket whose name would make another host of it", () => {
    for (const name of [
      "",
      "a",
      "a.b.c",
      "evil.example/",
      "evil.example#",
      "x@evil",
      "Site",
      "../a",
      "-ab",
      "a".repeat(64),
    ]) {
      assert.throws(() => client.bucketEndpoint(awsOf({}), name), {
        name: "DeliveryError",
        message: /^The bucket is "/,
      });
    }
  });

  it("asks CloudFront where it is, signed for its one region", () => {
    const expected = {
      origin: "https://cloudfront.amazonaws.com",
      scope: { region: "us-east-1", service: "cloudfront" },
      base: "/2020-05-31/",
    };
    for (const region of ["us-east-1", "eu-central-1"])
      assert.deepEqual(client.cloudfrontEndpoint(awsOf({ AWS_REGION: region })), expected);
  });

  it("asks another S3 or CloudFront where told so: this machine's, bucket in the path, or one with https", () => {
    const s3 = (env: Record<string, string>) => {
      const { origin, base } = client.bucketEndpoint(awsOf(env), "site");
      return `${origin}${base}`;
    };
    const cloudfront = (env: Record<string, string>) => client.cloudfrontEndpoint(awsOf(env)).origin;
    for (const loopback of ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000"]) {
      assert.equal(s3({ AWS_ENDPOINT_URL: loopback }), `${loopback}/site/`);
      assert.equal(cloudfront({ AWS_ENDPOINT_URL: loopback }), loopback);
      assert.equal(
        s3({ AWS_ENDPOINT_URL: "https://other.example", AWS_ENDPOINT_URL_S3: loopback }),
        `${loopback}/site/`,
      );
      assert.equal(cloudfront({ AWS_ENDPOINT_URL_S3: loopback }), "https://cloudfront.amazonaws.com");
      assert.equal(cloudfront({ AWS_ENDPOINT_URL_CLOUDFRONT: loopback }), loopback);
    }
    assert.equal(s3({ AWS_ENDPOINT_URL: "https://s3.example:8443/" }), "https://site.s3.example:8443/");
  });

  for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_CLOUDFRONT"]) {
    it(`refuses another ${name}, to which the session's token would go in the open or to a strange place`, () => {
      for (const url of [
        "http://s3.example",
        "http://127.0.0.1.example:9000",
        "http://10.0.0.1",
        "ftp://localhost",
        "https://s3.example/path",
        "https://user:secret@s3.example",
        "https://s3.example?a=b",
        "file:///etc/passwd",
        "127.0.0.1:9000",
      ]) {
        assert.throws(() => awsOf({ [name]: url }), {
          name: "DeliveryError",
          message: new RegExp(`^${name}: got .*; expected an https origin`),
        });
      }
    });
  }

  it("is given by no workflow: no variable, input or artifact leads the credentials elsewhere", () => {
    assert.ok(WORKFLOWS.length > 5);
    for (const { name, workflow } of WORKFLOWS) {
      const all = JSON.stringify(workflow);
      assert.ok(!/endpoint[-_]?url|NODE_TLS|NODE_EXTRA_CA|HTTPS?_PROXY/i.test(all), name);
      // A step that could set any variable of the steps after it.
      assert.ok(!/GITHUB_ENV|GITHUB_PATH/.test(all), name);
    }
  });
});
