import assert from "node:assert/strict";

import { claimsOf } from "../../../components/policy/claims";
import { ISSUER } from "../../../components/policy/oidc";
import { ROLES } from "../../../components/policy/roles";
import { trustPolicy } from "../../../components/policy/trust";
import { PROVIDER_ARN } from "../../support/program";
import { IMMUTABLE, LEGACY, SLASHED } from "../../trust/places";

describe("the claims of a job", () => {
  const common = { aud: "sts.amazonaws.com", repository_id: "2222", repository_owner_id: "1111" };

  it("are those of the environment for a job that runs in one", () => {
    assert.deepEqual(claimsOf(ROLES.publish, IMMUTABLE, IMMUTABLE), {
      ...common,
      sub: "repo:acme@1111/site@2222:environment:prod",
      environment: "prod",
      ref: "refs/heads/main",
      job_workflow_ref: "acme/site/.github/workflows/publish-site.yml@refs/heads/main",
    });
    assert.deepEqual(claimsOf(ROLES.infrastructure, IMMUTABLE, IMMUTABLE), {
      ...common,
      sub: "repo:acme@1111/site@2222:environment:prod",
      environment: "prod",
      ref: "refs/heads/main",
      job_workflow_ref: "acme/site/.github/workflows/infrastructure.yml@refs/heads/main",
    });
  });

  it("name the workflow file in both spellings of an owner with capitals, and in no other", () => {
    const file = (owner: string) => `${owner}/site/.github/workflows/publish-site.yml@refs/heads/main`;
    const claims = claimsOf(ROLES.publish, { ...IMMUTABLE, owner: "Acme" }, IMMUTABLE);
    assert.deepEqual(claims.job_workflow_ref, [file("Acme"), file("acme")]);
    const policy = trustPolicy(PROVIDER_ARN, [{ sid: "ThePublishJob", claims }]);
    assert.deepEqual(
      policy.Statement[0]?.Condition?.StringEquals?.[`${ISSUER}:job_workflow_ref`],
      claims.job_workflow_ref,
    );
    const preview = claimsOf(ROLES.preview, { ...IMMUTABLE, owner: "Acme" }, IMMUTABLE);
    const [statement] = trustPolicy(PROVIDER_ARN, [{ sid: "ThePreviewJob", claims: preview }]).Statement;
    assert.deepEqual(statement?.Condition?.StringLike?.[`${ISSUER}:job_workflow_ref`], preview.job_workflow_ref);
  });

  it("are those of any pull request for a preview, with the number alone left open", () => {
    assert.deepEqual(claimsOf(ROLES.preview, IMMUTABLE, IMMUTABLE), {
      ...common,
      sub: "repo:acme@1111/site@2222:pull_request",
      ref: "refs/pull/*/merge",
      job_workflow_ref: "acme/site/.github/workflows/preview.yml@refs/pull/*/merge",
    });
  });

  it("are those of the default branch for a scheduled job, whichever branch deploys", () => {
    assert.deepEqual(claimsOf(ROLES.drift, SLASHED, SLASHED), {
      ...common,
      sub: "repo:acme@1111/site@2222:ref:refs/heads/trunk/next",
      ref: "refs/heads/trunk/next",
      job_workflow_ref: "acme/site/.github/workflows/drift.yml@refs/heads/trunk/next",
    });
  });

  it("start the subject as GitHub says it, not as the names would make it", () => {
    const subjectOf = (subjectPrefix: string) => claimsOf(ROLES.publish, { ...LEGACY, subjectPrefix }, LEGACY).sub;
    assert.deepEqual(
      [subjectOf("repo:acme/site"), subjectOf("repo:other@3/name@4")],
      ["repo:acme/site:environment:prod", "repo:other@3/name@4:environment:prod"],
    );
  });

  it("take the branch that deploys, slashes included", () => {
    const { ref, job_workflow_ref } = claimsOf(ROLES.publish, SLASHED, SLASHED);
    assert.deepEqual(
      { ref, job_workflow_ref },
      {
        ref: "refs/heads/release/2026",
        job_workflow_ref: "acme/site/.github/workflows/publish-site.yml@refs/heads/release/2026",
      },
    );
  });
});
