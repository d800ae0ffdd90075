import assert from "node:assert/strict";

import { policy, type Statement } from "../../../components/policy/document";
import { LOOKUP_ACTIONS, RESOURCE_ACTIONS } from "../../../components/policy/aws-actions";
import {
  readStatements,
  refreshStatements,
  UPDATED_IN_PLACE,
  updateStatements,
} from "../../../components/policy/aws-statements";
import { type Actions, type StackArns, type Target, TARGETS } from "../../../components/policy/aws-targets";
import { mayDo } from "../../support/evaluator";

/** IAM's quota for all inline policies of a role together, in characters; white space does not count. */
const INLINE_POLICIES_LIMIT = 10_240;

const ROLE_NAMES = ["publish", "infrastructure", "preview", "drift"];

/** The resources of a stack; every part of their names can be another. */
function stackArns({
  account = "111122223333",
  project = "site-cicd",
  stack = "prod",
  random = "0a1b2c3",
  zone = "Z0OWN",
} = {}): StackArns {
  const cloudfront = `arn:aws:cloudfront::${account}`;
  return {
    bucket: `arn:aws:s3:::${project}-${stack}-site-${random}`,
    distribution: `${cloudfront}:distribution/E${project}${stack}`,
    originAccessControl: `${cloudfront}:origin-access-control/E${project}${stack}`,
    cachePolicy: `${cloudfront}:cache-policy/658327ea-f89d-4fab-a63d-7e88639e58f6`,
    edgeFunction: `${cloudfront}:function/${project}-${stack}-site-${random}`,
    headersPolicy: `${cloudfront}:response-headers-policy/${project}-${stack}`,
    logs: {
      bucket: `arn:aws:s3:::${project}-${stack}-logs-${random}`,
      source: `arn:aws:logs:us-east-1:${account}:delivery-source:${project}-${stack}-logs-${random}`,
      destination: `arn:aws:logs:us-east-1:${account}:delivery-destination:${project}-${stack}-logs-${random}`,
      delivery: `arn:aws:logs:us-east-1:${account}:delivery:${project}${stack}`,
    },
    certificate: `arn:aws:acm:us-east-1:${account}:certificate/${project}-${stack}`,
    hostedZone: `arn:aws:route53:::hostedzone/${zone}`,
    oidcProvider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    roles: ROLE_NAMES.map((role) => `arn:aws:iam::${account}:role/${project}-${stack}-${role}-${random}`),
  };
}

const OWN = stackArns();
const FOREIGN = [
  stackArns({ stack: "dev", zone: "Z0DEV" }),
  stackArns({ project: "other", zone: "Z0OTHER" }),
  // No two buckets have one name, whatever their accounts.
  stackArns({ account: "444455556666", random: "9f8e7d6", zone: "Z0FOREIGN" }),
];
/** What all stacks of an account use. */
const SHARED: readonly unknown[] = [OWN.oidcProvider, OWN.cachePolicy, "arn:aws:route53:::change/index.html"];

describe("what a preview reads", () => {
  it("is each resource of the stack, by its ARN", () => {
    assert.deepEqual(readStatements(OWN), [
      {
        Sid: "ReadTheBucketsOfTheStack",
        Effect: "Allow",
        Action: [
          "s3:ListBucket",
          "s3:GetBucketPolicy",
          "s3:GetBucketAcl",
          "s3:GetBucketCORS",
          "s3:GetBucketWebsite",
          "s3:GetBucketVersioning",
          "s3:GetAccelerateConfiguration",
          "s3:GetBucketRequestPayment",
          "s3:GetBucketLogging",
          "s3:GetLifecycleConfiguration",
          "s3:GetReplicationConfiguration",
          "s3:GetEncryptionConfiguration",
          "s3:GetBucketObjectLockConfiguration",
          "s3:ListTagsForResource",
          "s3:GetBucketTagging",
          "s3:GetBucketOwnershipControls",
          "s3:GetBucketPublicAccessBlock",
        ],
        Resource: ["arn:aws:s3:::site-cicd-prod-site-0a1b2c3", "arn:aws:s3:::site-cicd-prod-logs-0a1b2c3"],
      },
      {
        Sid: "ReadTheDistribution",
        Effect: "Allow",
        Action: ["cloudfront:GetDistribution", "cloudfront:ListTagsForResource"],
        Resource: "arn:aws:cloudfront::111122223333:distribution/Esite-cicdprod",
      },
      {
        Sid: "ReadTheOriginAccessControl",
        Effect: "Allow",
        Action: ["cloudfront:GetOriginAccessControl"],
        Resource: "arn:aws:cloudfront::111122223333:origin-access-control/Esite-cicdprod",
      },
      {
        Sid: "ReadTheCachePolicy",
        Effect: "Allow",
        Action: ["cloudfront:GetCachePolicy"],
        Resource: "arn:aws:cloudfront::111122223333:cache-policy/658327ea-f89d-4fab-a63d-7e88639e58f6",
      },
      {
        Sid: "ReadTheEdgeFunction",
        Effect: "Allow",
        Action: ["cloudfront:DescribeFunction", "cloudfront:GetFunction", "cloudfront:ListTagsForResource"],
        Resource: "arn:aws:cloudfront::111122223333:function/site-cicd-prod-site-0a1b2c3",
      },
      {
        Sid: "ReadTheHeadersPolicy",
        Effect: "Allow",
        Action: ["cloudfront:GetResponseHeadersPolicy"],
        Resource: "arn:aws:cloudfront::111122223333:response-headers-policy/site-cicd-prod",
      },
      {
        Sid: "ReadTheSourceOfLogs",
        Effect: "Allow",
        Action: ["logs:GetDeliverySource", "logs:ListTagsForResource"],
        Resource: "arn:aws:logs:us-east-1:111122223333:delivery-source:site-cicd-prod-logs-0a1b2c3",
      },
      {
        Sid: "ReadTheDestinationOfLogs",
        Effect: "Allow",
        Action: ["logs:GetDeliveryDestination", "logs:ListTagsForResource"],
        Resource: "arn:aws:logs:us-east-1:111122223333:delivery-destination:site-cicd-prod-logs-0a1b2c3",
      },
      {
        Sid: "ReadTheDeliveryOfLogs",
        Effect: "Allow",
        Action: ["logs:GetDelivery", "logs:ListTagsForResource"],
        Resource: "arn:aws:logs:us-east-1:111122223333:delivery:site-cicdprod",
      },
      {
        Sid: "ReadTheCertificate",
        Effect: "Allow",
        Action: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
        Resource: "arn:aws:acm:us-east-1:111122223333:certificate/site-cicd-prod",
      },
      {
        Sid: "ReadTheHostedZone",
        Effect: "Allow",
        Action: ["route53:GetHostedZone", "route53:ListTagsForResource"],
        Resource: "arn:aws:route53:::hostedzone/Z0OWN",
      },
      {
        Sid: "ReadTheOidcProvider",
        Effect: "Allow",
        Action: ["iam:GetOpenIDConnectProvider"],
        Resource: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      },
      {
        Sid: "ReadTheRolesOfTheStack",
        Effect: "Allow",
        Action: ["iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"],
        Resource: [
          "arn:aws:iam::111122223333:role/site-cicd-prod-publish-0a1b2c3",
          "arn:aws:iam::111122223333:role/site-cicd-prod-infrastructure-0a1b2c3",
          "arn:aws:iam::111122223333:role/site-cicd-prod-preview-0a1b2c3",
          "arn:aws:iam::111122223333:role/site-cicd-prod-drift-0a1b2c3",
        ],
      },
      {
        Sid: "ReadWhatIamLimitsToNoResource",
        Effect: "Allow",
        Action: ["cloudfront:ListCachePolicies"],
        Resource: "*",
      },
    ]);
  });
});

describe("what a refresh reads besides", () => {
  it("is the records of the zone, and nothing else", () => {
    const read = readStatements(OWN);
    assert.deepEqual(
      refreshStatements(OWN).filter(({ Sid }) => !read.some((statement) => statement.Sid === Sid)),
      [
        {
          Sid: "ReadTheRecordsOfTheHostedZone",
          Effect: "Allow",
          Action: ["route53:ListResourceRecordSets"],
          Resource: "arn:aws:route53:::hostedzone/Z0OWN",
        },
      ],
    );
    assert.deepEqual(
      refreshStatements(OWN).filter(({ Sid }) => read.some((statement) => statement.Sid === Sid)),
      read,
    );
  });
});

describe("what an update in place writes", () => {
  it("is the distribution, function and what belongs to them, by their ARNs, and nothing of the bucket", () => {
    assert.deepEqual(updateStatements(OWN), [
      {
        Sid: "UpdateTheDistribution",
        Effect: "Allow",
        Action: ["cloudfront:UpdateDistribution"],
        Resource: "arn:aws:cloudfront::111122223333:distribution/Esite-cicdprod",
      },
      {
        Sid: "UpdateTheOriginAccessControl",
        Effect: "Allow",
        Action: ["cloudfront:UpdateOriginAccessControl"],
        Resource: "arn:aws:cloudfront::111122223333:origin-access-control/Esite-cicdprod",
      },
      {
        Sid: "UpdateTheEdgeFunction",
        Effect: "Allow",
        Action: ["cloudfront:UpdateFunction", "cloudfront:PublishFunction"],
        Resource: "arn:aws:cloudfront::111122223333:function/site-cicd-prod-site-0a1b2c3",
      },
      {
        Sid: "UpdateTheHeadersPolicy",
        Effect: "Allow",
        Action: ["cloudfront:UpdateResponseHeadersPolicy"],
        Resource: "arn:aws:cloudfront::111122223333:response-headers-policy/site-cicd-prod",
      },
    ]);
  });

  it("has neither certificate nor zone where the site has no name of its own", () => {
    const arns = { ...OWN, certificate: null, hostedZone: null };
    assert.doesNotMatch(JSON.stringify([...refreshStatements(arns), ...updateStatements(arns)]), /acm:|route53:/);
  });

  it("has no headers policy where the stack has none of its own", () => {
    const arns = { ...OWN, headersPolicy: null };
    assert.doesNotMatch(JSON.stringify([...readStatements(arns), ...updateStatements(arns)]), /HeadersPolicy/);
  });

  it("has no logs where the stack has none", () => {
    const arns = { ...OWN, logs: null };
    const all = [...readStatements(arns), ...updateStatements(arns)];
    assert.doesNotMatch(JSON.stringify(all), /logs/i);
    assert.equal(all.find(({ Sid }) => Sid === "ReadTheBucketsOfTheStack")?.Resource, arns.bucket);
  });

  it("is nothing of IAM and no hardening of the bucket, though the table knows how to update those", () => {
    const actions = updateStatements(OWN).flatMap(({ Action }) => Action);
    assert.deepEqual(
      actions.filter((action) => action.startsWith("iam:")),
      [],
    );
    const others = Object.keys(RESOURCE_ACTIONS).filter((type) => !UPDATED_IN_PLACE.some((name) => name === type));
    assert.deepEqual(others, [
      "aws:s3/bucket:Bucket",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketVersioning:BucketVersioning",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:cloudwatch/logDeliverySource:LogDeliverySource",
      "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
      "aws:cloudwatch/logDelivery:LogDelivery",
      "aws:acm/certificate:Certificate",
      "aws:acm/certificateValidation:CertificateValidation",
      "aws:route53/record:Record",
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    ]);
  });
});

describe("the statements together", () => {
  it("have Sids that IAM accepts, each once, and no wildcard but the one that says so", () => {
    const all = [...refreshStatements(OWN), ...updateStatements(OWN)];
    const sids = all.map(({ Sid }) => Sid);
    assert.deepEqual([...new Set(sids)], sids);
    assert.deepEqual(
      sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid)),
      [],
    );
    const wildcards = all.filter((statement) => JSON.stringify([statement.Action, statement.Resource]).includes("*"));
    assert.deepEqual(
      wildcards.map(({ Sid }) => Sid),
      ["ReadWhatIamLimitsToNoResource"],
    );
  });

  it("take less than half of what a role's inline policies may, with the longest names", () => {
    const arns = {
      ...OWN,
      bucket: `arn:aws-us-gov:s3:::${"b".repeat(63)}`,
      roles: ROLE_NAMES.map(() => `arn:aws-us-gov:iam::111122223333:role/${"r".repeat(64)}`),
    };
    const { length } = JSON.stringify(policy(...refreshStatements(arns), ...updateStatements(arns)));
    assert.ok(length < INLINE_POLICIES_LIMIT / 2, `${length} characters`);
  });
});

/** Whether a role with these statements may do it. */
function may(statements: readonly Statement[], action: string, resource: string): Promise<boolean> {
  const [principal = ""] = OWN.roles;
  return mayDo({ policies: [policy(...statements)], principal, action, resource });
}

/** The resources of a stack that a target stands for; for objects one, and none where IAM knows none. */
function resourcesOf(target: Target, arns: StackArns): string[] {
  if (target === "*") return ["*"];
  return [TARGETS[target].resource(arns) ?? []].flat().map((resource) => resource.replace("/*", "/index.html"));
}

/** One action of the table; `role` says who may do it: who reads, who updates, or only an administrator. */
interface Call {
  readonly role: "reader" | "updater" | "administrator";
  readonly action: string;
  readonly target: Target;
}

function calls(role: Call["role"], actions: Actions): Call[] {
  return Object.entries(actions).flatMap(([target, names]) =>
    names.map((action) => ({ role, action, target: target as Target })),
  );
}

const CALLS: readonly Call[] = [
  ...Object.values(LOOKUP_ACTIONS).flatMap((actions) => calls("reader", actions)),
  ...Object.entries(RESOURCE_ACTIONS).flatMap(([type, { read, create, update, delete: remove, tag }]) => [
    ...calls("reader", read),
    ...calls(UPDATED_IN_PLACE.some((name) => name === type) ? "updater" : "administrator", update),
    ...[create, remove, tag].flatMap((actions) => calls("administrator", actions)),
  ]),
];

function actionsOf(...roles: readonly Call["role"][]): string[] {
  return CALLS.filter(({ role }) => roles.includes(role)).map(({ action }) => action);
}

for (const { title, statements, granted } of [
  { title: "a role that reads", statements: refreshStatements(OWN), granted: actionsOf("reader") },
  {
    title: "a role that reads and updates",
    statements: [...refreshStatements(OWN), ...updateStatements(OWN)],
    granted: actionsOf("reader", "updater"),
  },
]) {
  describe(`${title}, tried with every action of the table`, () => {
    it("may do on its own stack what it is for, and nothing else", async () => {
      const wrong: string[] = [];
      for (const { action, target } of CALLS) {
        for (const resource of resourcesOf(target, OWN)) {
          if ((await may(statements, action, resource)) !== granted.includes(action))
            wrong.push(`${action} on ${resource}`);
        }
      }
      assert.deepEqual(wrong, []);
    });

    it("may do none of it on another stack's, another project's or another account's", async () => {
      const allowed: string[] = [];
      for (const { action, target } of CALLS.filter((call) => call.target !== "*")) {
        for (const resource of FOREIGN.flatMap((arns) => resourcesOf(target, arns))) {
          if (SHARED.includes(resource)) continue;
          if (await may(statements, action, resource)) allowed.push(`${action} on ${resource}`);
        }
      }
      assert.deepEqual(allowed, []);
    });
  });
}
