import assert from "node:assert/strict";

import type { PolicyDocument } from "../../../components/policy/document";
import { type RoleName, ROLE_NAMES } from "../../../components/policy/roles";
import { publishPermissions, readReleaseLists } from "../../../components/policy/publish-permissions";
import { readStatements, refreshStatements, updateStatements } from "../../../components/policy/aws-statements";
import { permissionsOf, type RoleScope } from "../../../components/policy/role-permissions";
import { readStateStatements, writeStateStatements } from "../../../components/policy/state-access";

const ACCOUNT = { id: "111122223333", partition: "aws", region: "eu-central-1" };
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234";
const ARNS = {
  bucket: "arn:aws:s3:::site",
  distribution: "arn:aws:cloudfront::111122223333:distribution/E1",
  originAccessControl: "arn:aws:cloudfront::111122223333:origin-access-control/E2",
  cachePolicy: "arn:aws:cloudfront::111122223333:cache-policy/1",
  edgeFunction: "arn:aws:cloudfront::111122223333:function/site",
  headersPolicy: "arn:aws:cloudfront::111122223333:response-headers-policy/2",
  logs: null,
  certificate: "arn:aws:acm:us-east-1:111122223333:certificate/1",
  hostedZone: "arn:aws:route53:::hostedzone/Z1",
  oidcProvider: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
  roles: ["arn:aws:iam::111122223333:role/site-prod-publish-???????"],
};
const STATE = {
  account: ACCOUNT,
  owner: "444455556666",
  project: "site",
  stack: "prod",
  bucket: "state",
  kmsKeyArn: KEY,
};
const SCOPE: RoleScope = {
  account: ACCOUNT.id,
  arns: ARNS,
  state: STATE,
  githubApp: { appId: "1", installationId: "2", kmsKeyArn: KEY },
  webAclArn: "",
};

function allowed(role: RoleName, scope = SCOPE) {
  return permissionsOf(role, scope).Statement;
}

function actionsOf({ Statement }: PolicyDocument) {
  return Statement.flatMap(({ Action }) => Action);
}

describe("the permissions of the roles", () => {
  it("are, for publishing, those of publishing, and no state", () => {
    assert.deepEqual(
      permissionsOf("publish", SCOPE),
      publishPermissions({ bucketArn: ARNS.bucket, distributionArn: ARNS.distribution }, ACCOUNT.id),
    );
  });

  it("are, for preview, to read the stack and its state", () => {
    assert.deepEqual(allowed("preview"), [...readStatements(ARNS), ...readStateStatements(STATE)]);
  });

  it("are, for drift, those of preview, what only a refresh reads, and the lists of releases", () => {
    assert.deepEqual(allowed("drift"), [
      ...refreshStatements(ARNS),
      readReleaseLists(ARNS.bucket, ACCOUNT.id),
      ...readStateStatements(STATE),
    ]);
  });

  it("let drift read the zone's records, and nobody else; nobody changes them or a certificate", () => {
    const having = (action: string) =>
      ROLE_NAMES.filter((role) => actionsOf(permissionsOf(role, SCOPE)).includes(action));
    assert.deepEqual(having("route53:ListResourceRecordSets"), ["drift"]);
    assert.deepEqual(having("route53:GetHostedZone"), ["infrastructure", "preview", "drift"]);
    const written = ROLE_NAMES.flatMap((role) => actionsOf(permissionsOf(role, SCOPE)));
    assert.deepEqual(
      written.filter((action) => /^(?:acm|route53):(?!Describe|Get|List)/.test(action)),
      [],
    );
  });

  it("are, for the infrastructure, to update in place, to keep the state, and to sign as the GitHub App", () => {
    assert.deepEqual(allowed("infrastructure"), [
      ...readStatements(ARNS),
      ...updateStatements(ARNS),
      ...readStateStatements(STATE),
      ...writeStateStatements(STATE),
      {
        Sid: "SignAsTheGithubApp",
        Effect: "Allow",
        Action: "kms:Sign",
        Resource: KEY,
        Condition: { StringEquals: { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" } },
      },
    ]);
  });

  it("are, for the infrastructure, to show CloudFront the web ACL that the distribution has, and for nobody else", () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1";
    const shown = { Sid: "ShowTheWebAcl", Effect: "Allow", Action: "wafv2:GetWebACL", Resource: webAclArn };
    for (const role of ROLE_NAMES) {
      const more = allowed(role, { ...SCOPE, webAclArn }).filter(
        ({ Sid }) => !allowed(role).some((one) => one.Sid === Sid),
      );
      assert.deepEqual(more, role === "infrastructure" ? [shown] : []);
    }
  });

  it("have neither state nor signature where there is none", () => {
    const bare = { ...SCOPE, state: null, githubApp: null };
    assert.deepEqual(allowed("preview", bare), readStatements(ARNS));
    assert.deepEqual(allowed("infrastructure", bare), [...readStatements(ARNS), ...updateStatements(ARNS)]);
  });

  for (const role of ROLE_NAMES) {
    it(`of ${role} hold nothing of IAM but Get and List, no wildcard action, and Sids that differ`, () => {
      const actions = actionsOf(permissionsOf(role, SCOPE));
      assert.deepEqual(
        actions.filter((action) => action.includes("*") || /^(iam|sts):(?!Get|List)/.test(action)),
        [],
      );
      const sids = allowed(role).map(({ Sid }) => Sid);
      assert.equal(new Set(sids).size, sids.length);
    });

    it(`of ${role} fit the quota of a role's inline policies: 10,240 characters`, () => {
      assert.ok(JSON.stringify(permissionsOf(role, SCOPE)).length <= 10_240);
    });
  }
});
