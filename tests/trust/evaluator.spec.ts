import assert from "node:assert/strict";

import { type PolicyDocument, policy, type Statement } from "../../components/policy/document";
import { CLAIMS_OF_EVERY_PROVIDER, claimsThatAwsLists, GITHUB_ISSUER, mayAssume, mayDo } from "../support/evaluator";
import { ACCOUNT, PROVIDER_ARN } from "../support/program";

const NOW = new Date("2026-11-23T00:00:00Z");
const CLAIMS = { iss: `https://${GITHUB_ISSUER}`, aud: "sts.amazonaws.com", sub: "repo:acme/site:environment:prod" };
const ROLE = `arn:aws:iam::${ACCOUNT}:role/any`;

function trustOn(conditions: object, principal: object = { Federated: PROVIDER_ARN }): PolicyDocument {
  return policy({
    Sid: "Test",
    Effect: "Allow",
    Principal: principal,
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: conditions,
  } as Statement);
}

function assumes(conditions: object, claims: object = {}, now = NOW): Promise<boolean> {
  return mayAssume({ trust: trustOn(conditions), claims: { ...CLAIMS, ...claims }, now, providerArn: PROVIDER_ARN });
}

describe("the evaluator of trust policies", () => {
  const exact = { StringEquals: { [`${GITHUB_ISSUER}:aud`]: CLAIMS.aud, [`${GITHUB_ISSUER}:sub`]: CLAIMS.sub } };

  it("allows what a policy allows and denies what it does not, by subject and audience", async () => {
    assert.deepEqual(
      [
        await assumes(exact),
        await assumes(exact, { sub: "repo:acme/other" }),
        await assumes(exact, { aud: "sigstore" }),
      ],
      [true, false, false],
    );
  });

  it("denies a claim that the token does not have, as AWS does", async () => {
    assert.equal(await assumes(exact, { sub: undefined }), false);
  });

  it("shows a policy no claim that AWS does not map, so that a pin on one locks everybody out", async () => {
    const pinned = (claim: string) => ({ StringEquals: { [`${GITHUB_ISSUER}:${claim}`]: "x" } });
    assert.deepEqual(
      [await assumes(pinned("ref"), { ref: "x" }), await assumes(pinned("event_name"), { event_name: "x" })],
      [true, false],
    );
  });

  it("knows what ForAllValues and IfExists let through", async () => {
    assert.deepEqual(
      [
        await assumes({ "ForAllValues:StringEquals": { [`${GITHUB_ISSUER}:sub`]: ["x"] } }, { sub: undefined }),
        await assumes({ StringEqualsIfExists: { [`${GITHUB_ISSUER}:sub`]: "x" } }, { sub: undefined }),
      ],
      [true, true],
    );
  });

  it("reads patterns, and the time", async () => {
    const like = { StringLike: { [`${GITHUB_ISSUER}:ref`]: "refs/pull/*/merge" } };
    const before = { DateLessThan: { "aws:CurrentTime": "2026-12-01T00:00:00Z" } };
    assert.deepEqual(
      [
        await assumes(like, { ref: "refs/pull/7/merge" }),
        await assumes(like, { ref: "refs/pull/7/head" }),
        await assumes(before, {}, new Date("2026-11-30T23:59:59Z")),
        await assumes(before, {}, new Date("2026-12-01T00:00:00Z")),
      ],
      [true, false, true, false],
    );
  });

  it("takes a token of another issuer for one of another provider", async () => {
    assert.equal(await assumes({}, { iss: "https://gitlab.com" }), false);
    assert.equal(await assumes({}), true);
  });

  it("does not take a role of another account's provider for ours", async () => {
    const trust = trustOn({}, { Federated: PROVIDER_ARN.replace(ACCOUNT, "999999999999") });
    assert.equal(await mayAssume({ trust, claims: CLAIMS, now: NOW, providerArn: PROVIDER_ARN }), false);
  });

  it("fails rather than evaluate a policy that is none", async () => {
    const trust = { ...trustOn({}), Statement: [{ Effect: "Alow" }] } as unknown as PolicyDocument;
    const question = { trust, claims: CLAIMS, now: NOW, providerArn: PROVIDER_ARN };
    await assert.rejects(mayAssume(question), /not evaluated: .*policy.errors/);
  });
});

describe("the evaluator of permissions", () => {
  const bucket = "arn:aws:s3:::site";
  const may = (action: string, resource: string, context = {}) =>
    mayDo({
      policies: [
        policy({ Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket }),
        policy({
          Sid: "Write",
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: `${bucket}/*`,
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        }),
      ],
      principal: ROLE,
      action,
      resource,
      context,
    });

  it("puts all policies of a role together, with resources and conditions", async () => {
    const tls = { "aws:SecureTransport": "true" };
    assert.deepEqual(
      [
        await may("s3:ListBucket", bucket),
        await may("s3:PutObject", `${bucket}/index.html`, tls),
        await may("s3:PutObject", `${bucket}/index.html`),
        await may("s3:PutObject", "arn:aws:s3:::other/index.html", tls),
        await may("s3:DeleteObject", `${bucket}/index.html`, tls),
      ],
      [true, true, false, false, false],
    );
  });

  it("fails rather than answer for an action or a condition key that AWS does not have, or for several resources", async () => {
    await assert.rejects(may("s3:PutObjekt", `${bucket}/index.html`), /not evaluated: .*invalid.action/);
    await assert.rejects(may("s3:PutObject", `${bucket}/index.html`, { "foo:bar": "1" }), /were ignored: foo:bar/);
    await assert.rejects(may("s3:PutObject", `${bucket}/*`), /expected one resource, not a pattern/);
  });
});

describe("AWS's own data", () => {
  it("lists the claims of GitHub's tokens that a policy sees, besides those of every provider", async () => {
    assert.deepEqual(CLAIMS_OF_EVERY_PROVIDER, ["aud", "sub"]);
    assert.deepEqual((await claimsThatAwsLists()).sort(), [
      "actor",
      "actor_id",
      "enterprise_id",
      "environment",
      "job_workflow_ref",
      "ref",
      "repository",
      "repository_id",
      "repository_owner_id",
      "workflow",
    ]);
  });
});
