import assert from "node:assert/strict";
import { SignatureV4 } from "@smithy/signature-v4";
import { type Client, loadClient } from "../../support/s3/client";
import { Sha256 } from "../../support/s3/signature";

type Signable = Parameters<Client["signed"]>[0];

// The credentials and the time of AWS's published examples.
const EXAMPLE = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const TIME = new Date("2013-05-24T00:00:00Z");
const S3 = { region: "us-east-1", service: "s3" };
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const HOST = { host: "examplebucket.s3.amazonaws.com" };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html#example-signature-calculations */
const PUBLISHED: readonly (readonly [string, Partial<Signable>, names: string, signature: string])[] = [
  [
    "GET Object",
    { path: "/test.txt", headers: { ...HOST, range: "bytes=0-9" } },
    "host;range;x-amz-content-sha256;x-amz-date",
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  ],
  [
    "PUT Object",
    {
      method: "PUT",
      path: "/test%24file.text",
      headers: { ...HOST, date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
      sha256: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    },
    "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  ],
  [
    "GET Bucket Lifecycle",
    { query: { lifecycle: "" } },
    "host;x-amz-content-sha256;x-amz-date",
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  ],
  [
    "GET Bucket (List Objects)",
    { query: { prefix: "J", "max-keys": "2" } },
    "host;x-amz-content-sha256;x-amz-date",
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  ],
];

describe("delivery/lib/aws/sign.ts", () => {
  let sign: Client;
  before(async () => {
    sign = await loadClient();
  });

  for (const [name, request, names, signature] of PUBLISHED) {
    it(`signs S3's published example ${name} as AWS does`, () => {
      const whole = { method: "GET", path: "/", query: {}, headers: HOST, sha256: EMPTY, ...request };
      assert.equal(
        sign.signed(whole, EXAMPLE, S3, TIME).authorization,
        `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`,
      );
    });
  }

  const NAMES = [
    "a b+c.html",
    "100%/ü&=?#.txt",
    "x!'()*~-_.js",
    "日本/\u{1f600}",
    "a//../b",
    "%41.html",
    '@:,;$[]{}|\\^`"<>',
  ];
  for (const name of NAMES) {
    for (const sessionToken of [undefined, "token/with+signs=="]) {
      it(`signs ${name} as the AWS SDK does, ${sessionToken === undefined ? "without" : "with"} a session`, async () => {
        const credentials = { ...EXAMPLE, ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }) };
        const headers = {
          ...HOST,
          "cache-control": "  public,   max-age=0 ",
          "content-type": "text/html; charset=utf-8",
        };
        const query = { versionId: name, "a-b": "1", a: "2", uploads: "" };
        const request = { method: "PUT", path: sign.encodePath(`/${name}`), query, headers, sha256: EMPTY };
        const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = EXAMPLE;
        const signer = new SignatureV4({
          credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
          ...S3,
          sha256: Sha256,
          uriEscapePath: false,
          applyChecksum: true,
        });
        const expected = await signer.sign(
          { ...request, protocol: "https:", hostname: HOST.host },
          { signingDate: TIME, signableHeaders: new Set(["cache-control"]) },
        );
        const { authorization, ...others } = sign.signed(request, credentials, S3, TIME);
        const { authorization: theirs, ...otherTheirs } = expected.headers;
        assert.equal(authorization, theirs?.replaceAll(", ", ","));
        assert.deepEqual(others, otherTheirs);
      });
    }
  }

  it("sends the query in the order in which it is signed", () => {
    assert.equal(sign.encodeQuery({ b: "1 +", "a-b": "/", a: "" }), "a=&a-b=%2F&b=1%20%2B");
  });

  it("signs for CloudFront without S3's header of the body, which is signed all the same", () => {
    const request = { method: "POST", path: "/2020-05-31/x", query: {}, headers: HOST, sha256: EMPTY };
    const scope = { region: "us-east-1", service: "cloudfront" };
    const one = sign.signed(request, EXAMPLE, scope, TIME);
    assert.equal(one["x-amz-content-sha256"], undefined);
    const other = sign.signed({ ...request, sha256: EMPTY.replace("e", "f") }, EXAMPLE, scope, TIME);
    assert.notEqual(one.authorization, other.authorization);
  });
});
