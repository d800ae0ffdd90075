import assert from "node:assert/strict";

import type { Claims } from "../../../components/policy/claims";
import { policy, type PolicyDocument } from "../../../components/policy/document";
import { InputError } from "../../../components/policy/input-error";
import { TRUST_POLICY_LIMIT, trustPolicy, trustProblems } from "../../../components/policy/trust";
import { PROVIDER_ARN } from "../../support/program";

const CLAIMS: Claims = {
  aud: "sts.amazonaws.com",
  sub: "repo:acme/site:pull_request",
  repository_id: "2222",
  repository_owner_id: "1111",
  ref: "refs/pull/*/merge",
  job_workflow_ref: "acme/site/.github/workflows/preview.yml@refs/pull/*/merge",
};
const EXACT: Claims = {
  ...CLAIMS,
  environment: "prod",
  ref: "refs/heads/main",
  job_workflow_ref: "file@refs/heads/main",
};

describe("a trust policy", () => {
  for (const [claim, value] of [
    ["sub", "repo:acme/site:ref:refs/heads/*"],
    ["ref", "refs/heads/*"],
    ["ref", "refs/pull/*"],
    ["job_workflow_ref", "acme/*/.github/workflows/preview.yml@refs/pull/*/merge"],
    ["environment", "prod?"],
    ["repository_id", "refs/pull/*/merge"],
    ["ref", "refs/heads/${aws:PrincipalTag/x}"],
  ] as const) {
    it(`is never made with ${value} as ${claim}, which would match more than itself`, () => {
      assert.throws(
        () => trustPolicy(PROVIDER_ARN, [{ sid: "First", claims: { ...EXACT, [claim]: value } }]),
        (error) => error instanceof InputError && error.message.includes(`:${claim}: got "${value}"; expected no *, ?`),
      );
    });
  }

  it("has one statement for each job, with every claim pinned and only patterns as patterns", () => {
    const jobs = [
      { sid: "First", claims: EXACT },
      { sid: "Second", claims: CLAIMS, until: "2026-12-31T00:00:00Z" },
    ];
    const common = {
      Effect: "Allow",
      Principal: { Federated: PROVIDER_ARN },
      Action: "sts:AssumeRoleWithWebIdentity",
    };
    assert.deepEqual(trustPolicy(PROVIDER_ARN, jobs), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "First",
          ...common,
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "repo:acme/site:pull_request",
              "token.actions.githubusercontent.com:repository_id": "2222",
              "token.actions.githubusercontent.com:repository_owner_id": "1111",
              "token.actions.githubusercontent.com:environment": "prod",
              "token.actions.githubusercontent.com:ref": "refs/heads/main",
              "token.actions.githubusercontent.com:job_workflow_ref": "file@refs/heads/main",
            },
          },
        },
        {
          Sid: "Second",
          ...common,
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "repo:acme/site:pull_request",
              "token.actions.githubusercontent.com:repository_id": "2222",
              "token.actions.githubusercontent.com:repository_owner_id": "1111",
            },
            StringLike: {
              "token.actions.githubusercontent.com:ref": "refs/pull/*/merge",
              "token.actions.githubusercontent.com:job_workflow_ref":
                "acme/site/.github/workflows/preview.yml@refs/pull/*/merge",
            },
            DateLessThan: { "aws:CurrentTime": "2026-12-31T00:00:00Z" },
          },
        },
      ],
    });
  });

  it("trusts nobody without a job", () => {
    assert.deepEqual(trustPolicy(PROVIDER_ARN, []), { Version: "2012-10-17", Statement: [] });
  });
});

describe("the size of a trust policy", () => {
  it("may be AWS's quota and not one character more", () => {
    assert.equal(TRUST_POLICY_LIMIT, 2048);
    assert.deepEqual(trustProblems("publish", ofLength(2048)), []);
    assert.deepEqual(trustProblems("publish", ofLength(2049)), [
      {
        key: "trust policy of the role publish",
        message:
          "has 2049 characters; expected at most 2048 (AWS's quota): shorten branch or environment, or drop alsoTrust",
      },
    ]);
  });
});

function ofLength(length: number): PolicyDocument {
  const withSid = (Sid: string) => policy({ Sid, Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity" });
  return withSid("x".repeat(length - JSON.stringify(withSid("")).length));
}
