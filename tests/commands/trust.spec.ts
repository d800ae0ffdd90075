import assert from "node:assert/strict";

import { asPulumiCloud } from "../../commands/trust/pulumi-cloud";
import { rolesOf } from "../../lib/trust/roles";
import { withWideMarks } from "../../lib/trust/wide";
import { ROLE_NAMES } from "../../components/policy/roles";
import { asText } from "../../commands/trust/text";
import { EXAMPLE, OWN_ROLES } from "../support/example/project";
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
  The publish job, if GitHub's token has all of
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
    Write and prune the files: s3:PutObject, s3:DeleteObject
      on arn:test:Bucket/site/*
      only if aws:ResourceAccount is 111122223333
    Invalidate and wait: cloudfront:CreateInvalidation, cloudfront:GetInvalidation
      on arn:test:Distribution/site`,
    );
    assert.ok(text.split("\n").length <= 30);
  });

  it("shows a role of the user's own beside the others, with what it may never do", async () => {
    const all = await withWideMarks(await roles({ settings: { roles: OWN_ROLES }, folder: EXAMPLE }));
    assert.deepEqual(
      all.map(({ name }) => name),
      [...ROLE_NAMES, "api", "nightly"],
    );
    const text = asText("prod", all.slice(4, 5));
    assert.match(text, /job_workflow_ref +acme\/site\/\.github\/workflows\/deploy-api\.yml@refs\/heads\/main/);
    assert.match(
      text,
      /and may then\n {4}Update the function: lambda:UpdateFunctionCode\n {6}on arn:aws:lambda:eu-central-1:111122223333:function:orders\n {2}and may never, whatever is listed above\n {4}Nothing of the project itself: \*\n/,
    );
    assert.doesNotMatch(text, /wide/);
  });

  it("marks what is wide in a role of the user's own, by what AWS was told, and says each condition as it is", async () => {
    const statements = [
      { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-assets/*" },
      { Sid: "All", Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" },
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-assets/*",
        Condition: {
          StringEquals: { "aws:ResourceAccount": "111122223333" },
          StringNotEquals: { "aws:x": ["a", "b"] },
        },
      },
    ];
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const own = [
      {
        urn: "urn:a::b::c::api",
        type: "aws:iam/role:Role",
        parent: "p",
        outputs: { arn: "x", assumeRolePolicy: trust },
      },
      {
        urn: "urn:a::b::c::api",
        type: "aws:iam/rolePolicy:RolePolicy",
        parent: "p",
        outputs: { policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) },
      },
    ];
    const text = asText("prod", await withWideMarks(rolesOf({ deployment: { resources: own } })));
    assert.deepEqual(
      text.split("\n").filter((line) => /wide|only if/.test(line)),
      [
        "      ! wide: arn:aws:s3:::acme-assets/* names no account, and could be somebody else's; add aws:ResourceAccount",
        "      ! wide: dynamodb:PutItem writes on *, although it can be limited to a resource",
        "      only if aws:ResourceAccount is 111122223333",
        "      only if aws:x (StringNotEquals) is a or b",
      ],
    );
  });

  it("says where a claim is compared in another way than the program's", () => {
    const Condition = {
      StringEquals: { "token.actions.githubusercontent.com:aud": "x" },
      StringNotEquals: { sub: "y" },
    };
    const Statement = [{ Sid: "TheJob", Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Condition }];
    const outputs = { arn: "x", assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement }) };
    const [role] = rolesOf({ deployment: { resources: [{ urn: "::a", type: "aws:iam/role:Role", outputs }] } });
    assert.deepEqual(role?.trusts[0]?.claims, { aud: ["x"], "sub (StringNotEquals)": ["y"] });
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
    assert.match(shown, /The publish job under its other name for a while, if GitHub's token has all of/);
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

  describe("--pulumi-cloud", () => {
    const STACK = { organization: "acme", project: "site", stack: "prod" };

    it("prints what an administrator registers: issuer, teams, and a rule for each job that runs Pulumi", async () => {
      const text = asPulumiCloud(STACK, await roles());
      assert.equal(
        text.slice(0, text.indexOf("The rules as the issuer's policies")),
        `Stack acme/site/prod in Pulumi Cloud: what an administrator of acme registers

Issuer, once for the organization
  url             https://token.actions.githubusercontent.com
  max expiration  3300 seconds

Teams without members, each with access to acme/site/prod and to nothing else
  site-prod-read   Stack Read
  site-prod-write  Stack Write

The preview job: allow, token type team, team site-prod-read, if GitHub's token has all of
  aud                  urn:pulumi:org:acme
  sub                  repo:acme@1111/site@2222:pull_request
  repository_id        2222
  repository_owner_id  1111
  ref                  refs/pull/*/merge
  job_workflow_ref     acme/site/.github/workflows/preview.yml@refs/pull/*/merge

The drift job: allow, token type team, team site-prod-read, if GitHub's token has all of
  aud                  urn:pulumi:org:acme
  sub                  repo:acme@1111/site@2222:ref:refs/heads/main
  repository_id        2222
  repository_owner_id  1111
  ref                  refs/heads/main
  job_workflow_ref     acme/site/.github/workflows/drift.yml@refs/heads/main

The infrastructure job: allow, token type team, team site-prod-write, if GitHub's token has all of
  aud                  urn:pulumi:org:acme
  sub                  repo:acme@1111/site@2222:environment:prod
  repository_id        2222
  repository_owner_id  1111
  environment          prod
  ref                  refs/heads/main
  job_workflow_ref     acme/site/.github/workflows/infrastructure.yml@refs/heads/main

`,
      );
    });

    it("has the rules once more as the API takes them", async () => {
      const text = asPulumiCloud(STACK, await roles());
      const { policies } = JSON.parse(text.split("\n").at(-1) ?? "") as {
        policies: { teamName: string; rules: object }[];
      };
      assert.deepEqual(
        policies.map(({ teamName }) => teamName),
        ["site-prod-read", "site-prod-read", "site-prod-write"],
      );
      for (const { rules } of policies) {
        for (const [claim, value] of Object.entries(rules))
          assert.match(text, new RegExp(`\n  ${claim} +${escaped(value)}\n`));
      }
    });

    it("says until when a second identity may stay", async () => {
      const until = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
      const world = { settings: { alsoTrust: { subjectPrefix: "repo:old/site", until } } };
      const text = asPulumiCloud(STACK, await roles(world));
      assert.equal(text.match(/under its other name for a while: allow/g)?.length, 3);
      assert.ok(text.includes(`  only before ${until}T00:00:00Z: remove the rule by then\n`));
    });

    it("prints nothing of roles that the stack does not make, and of publishing, which needs no state", async () => {
      const of = async (...builtInRoles: string[]) => asPulumiCloud(STACK, await roles({ settings: { builtInRoles } }));
      const text = await of("publish", "preview");
      assert.match(text, /site-prod-read +Stack Read\n\nThe preview job: allow/);
      assert.doesNotMatch(text, /write|drift|infrastructure|publish/);
      await assert.rejects(
        of("publish"),
        /stack prod has no role whose job runs Pulumi; expected one of preview, drift/,
      );
    });
  });
});

function escaped(text: unknown): string {
  return String(text).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
