import assert from "node:assert/strict";

import { asMermaid } from "../../commands/trust/mermaid";
import { rolesOf } from "../../lib/trust/roles";
import { asText } from "../../commands/trust/text";
import { deployProgram, type ProgramWorld } from "../support/program";

/** The roles that the program makes, read back as `pulumi stack export` would show them. */
async function roles(world?: ProgramWorld) {
  const { resources } = await deployProgram(world);
  const deployed = resources.map(({ type, name, parent, inputs }) => ({
    urn: `urn:pulumi:prod::passwordless-cicd::${type}::${name}`,
    type,
    parent,
    outputs: { ...inputs, arn: `arn:test:${name}` },
  }));
  return rolesOf({ deployment: { resources: deployed } });
}

async function publishRole(world?: ProgramWorld) {
  return (await roles(world)).filter(({ name }) => name === "publish");
}

describe("npm run trust", () => {
  it("shows on one screen who may assume what, from the policies that AWS was told", async () => {
    const text = asText("prod", await publishRole());
    assert.equal(
      text,
      `Stack prod: who may assume what

publish  arn:test:publish
  The publish job, if GitHub's token says all of
    aud                  sts.amazonaws.com
    sub                  repo:acme@1111/site@2222:environment:prod
    repository_id        2222
    repository_owner_id  1111
    environment          prod
    ref                  refs/heads/main
    job_workflow_ref     acme/site/.github/workflows/publish-site.yml@refs/heads/main
  and may then
    Compare with what is published: s3:ListBucket
      on arn:test:Bucket/site
      only if aws:ResourceAccount is 111122223333
    Read the lists of releases: s3:GetObject
      on arn:test:Bucket/site/_releases/*
      only if aws:ResourceAccount is 111122223333
    Copy from earlier versions: s3:GetObjectVersion
      on arn:test:Bucket/site/*
      only if aws:ResourceAccount is 111122223333
    Write and prune the files: s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload
      on arn:test:Bucket/site/*
      only if aws:ResourceAccount is 111122223333
    Invalidate and wait: cloudfront:CreateInvalidation, cloudfront:GetInvalidation
      on arn:test:Distribution/site`,
    );
    assert.ok(text.split("\n").length <= 30);
  });

  it("shows the boundary of a role", async () => {
    const boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    const text = asText("prod", await publishRole({ settings: { permissionsBoundary: boundary } }));
    assert.ok(text.includes(`\n  within the boundary ${boundary}\n  and may then\n`), text);
  });

  it("shows until when a second identity is trusted", async () => {
    const until = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const shown = asText(
      "prod",
      await publishRole({ settings: { alsoTrust: { subjectPrefix: "repo:old/site", until } } }),
    );
    assert.match(shown, /The publish job under its other name for a while, if GitHub's token says all of/);
    assert.ok(shown.includes(`    sub                  repo:old/site:environment:prod\n`));
    assert.ok(shown.includes(`    and only before ${until}T00:00:00Z\n`));
  });

  it("shows all roles, each with what it may do", async () => {
    const all = await roles();
    assert.deepEqual(
      all.map(({ name }) => name),
      ["publish", "infrastructure", "preview", "drift"],
    );
    assert.ok(all.every(({ trusts, permissions }) => trusts.length === 1 && permissions.length >= 3));
  });

  it("draws the same with --mermaid", async () => {
    const lines = asMermaid(await publishRole()).split("\n");
    assert.deepEqual(lines.slice(0, 3), [
      "flowchart LR",
      '  publish[["role publish"]]',
      '  publishJob0("The publish job<br>aud = sts.amazonaws.com<br>sub = repo:acme@1111/site@2222:environment:prod<br>repository_id = 2222<br>repository_owner_id = 1111<br>environment = prod<br>ref = refs/heads/main<br>job_workflow_ref = acme/site/.github/workflows/publish-site.yml@refs/heads/main") -->|AssumeRoleWithWebIdentity| publish',
    ]);
    assert.equal(lines.length, 8);
    assert.equal(
      lines[7],
      '  publish -->|"Invalidate and wait<br>cloudfront:CreateInvalidation<br>cloudfront:GetInvalidation"| publishOn4["arn:test:Distribution/site"]',
    );
  });
});
