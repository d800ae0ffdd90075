import assert from "node:assert/strict";
import type { DeployedResource } from "../../lib/deployment";
import { offlineState } from "../../lib/paths";
import { summaryOf } from "../../offline/summary";

function role(name: string, ...claims: Record<string, string>[]): DeployedResource {
  const Statement = claims.map((each) => ({
    Sid: "TheJob",
    Condition: {
      StringEquals: Object.fromEntries(
        Object.entries(each).map(([claim, value]) => [`token.actions.githubusercontent.com:${claim}`, value]),
      ),
    },
  }));
  const outputs = { arn: name, assumeRolePolicy: JSON.stringify({ Statement }) };
  return { urn: `urn:pulumi:dev::p::aws:iam/role:Role::${name}`, type: "aws:iam/role:Role", id: name, outputs };
}

const resource = (type: string, name = "x"): DeployedResource => ({ urn: `u::p::${type}::${name}`, type, id: name });

describe("the DNS records that a stack leaves to a person", () => {
  const stackOf = (outputs: Record<string, unknown>): DeployedResource => ({
    urn: "u::p::pulumi:pulumi:Stack::s",
    type: "pulumi:pulumi:Stack",
    outputs,
  });

  it("are on the screen, one a line, where there are any", () => {
    const shown = (outputs: Record<string, unknown>) =>
      summaryOf([{ stack: "dev", deployment: { deployment: { resources: [stackOf(outputs)] } } }], offlineState);
    assert.match(
      shown({ dnsRecords: ["a. CNAME b.", "c. CNAME d."] }),
      /\n\nDNS records to set for dev\n {2}a\. CNAME b\.\n {2}c\. CNAME d\.\n\nWhat to look at next/,
    );
    assert.doesNotMatch(shown({}), /DNS/);
  });
});

describe("the screen after up", () => {
  const sub = "repo:a/b:environment:dev";
  const file = (name: string): string => `a/b/.github/workflows/${name}@refs/heads/main`;
  const resources = [
    { urn: "u::p::pulumi:pulumi:Stack::s", type: "pulumi:pulumi:Stack" },
    resource("pulumi:providers:aws"),
    resource("aws:s3/bucket:Bucket"),
    resource("aws:s3/bucketPolicy:BucketPolicy"),
    { ...resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider"), external: true },
    role("own", { sub: "repo:a/b:pull_request", job_workflow_ref: file("own.yml") }),
    role("infrastructure", { sub, job_workflow_ref: file("infrastructure.yml") }),
    role(
      "publish",
      { sub, job_workflow_ref: file("publish-site.yml") },
      { sub: "repo:old/b:environment:dev", job_workflow_ref: file("publish-site.yml") },
    ),
    resource("github:index/actionsVariable:ActionsVariable", "A"),
    resource("github:index/actionsVariable:ActionsVariable", "B"),
  ];

  it("says what each stack made, which job may assume which role, and what tells two with one subject apart", () => {
    assert.equal(
      summaryOf([{ stack: "dev", deployment: { deployment: { resources } } }], offlineState),
      `
Nothing real was touched: AWS and GitHub are stand-ins, and what they hold is in .offline.

What each stack made
  dev  5 in AWS     S3 bucket, 3 IAM roles, and their settings
       2 in GitHub  2 repository variables, and their settings

Which job may assume which role
  dev  role            job_workflow_ref    sub
       publish         publish-site.yml    repo:a/b:environment:dev
       publish         publish-site.yml    repo:old/b:environment:dev
       infrastructure  infrastructure.yml  repo:a/b:environment:dev
       own             own.yml             repo:a/b:pull_request
publish and infrastructure have the same sub: job_workflow_ref, the workflow file, tells them apart.

What to look at next
  npm run offline -- serve                the site as each distribution would serve it, and the trust as a page
  npm run trust -- --stack dev --offline  each claim that AWS compares, each right of a role
`,
    );
  });

  it("names another state folder in what to look at next, and explains nothing that is not there", () => {
    const deployment = { deployment: { resources: [role("publish", { sub, job_workflow_ref: file("x.yml") })] } };
    const text = summaryOf([{ stack: "dev", deployment }], "/tmp/s");
    assert.match(text, /what they hold is in \/tmp\/s\.\n/);
    assert.match(text, /npm run trust -- --stack dev --offline --state \/tmp\/s {2}/);
    assert.doesNotMatch(text, /tells them apart/);
  });
});
