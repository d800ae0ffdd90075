import assert from "node:assert/strict";

import { policy } from "../../../components/policy/document";
import { readStateStatements, type StateLocation, writeStateStatements } from "../../../components/policy/state-access";
import { mayDo } from "../../support/evaluator";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234";
const LOCATION: StateLocation = {
  owner: "444455556666",
  account: { id: "111122223333", partition: "aws", region: "us-east-1" },
  project: "passwordless-cicd",
  stack: "prod",
  bucket: "state",
  kmsKeyArn: "",
};
const OWNED = { StringEquals: { "aws:ResourceAccount": "444455556666" } };
const STATE = "arn:aws:s3:::state/.pulumi";

describe("access to a stack's state", () => {
  it("to read is to find the state and to read this stack's", () => {
    assert.deepEqual(readStateStatements(LOCATION), [
      {
        Sid: "FindTheState",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::state",
        Condition: OWNED,
      },
      {
        Sid: "ReadTheStateOfThisStack",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: [
          `${STATE}/meta.yaml`,
          `${STATE}/stacks/passwordless-cicd/prod.json`,
          `${STATE}/stacks/passwordless-cicd/prod.pulumi-tags`,
        ],
        Condition: OWNED,
      },
    ]);
  });

  it("to write is to write this stack's state and to hold its lock", () => {
    assert.deepEqual(writeStateStatements(LOCATION), [
      {
        Sid: "WriteTheStateOfThisStack",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: [
          `${STATE}/stacks/passwordless-cicd/prod.json`,
          `${STATE}/stacks/passwordless-cicd/prod.json.bak`,
          `${STATE}/backups/passwordless-cicd/prod/*`,
          `${STATE}/history/passwordless-cicd/prod/*`,
        ],
        Condition: OWNED,
      },
      {
        Sid: "LockThisStack",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        Resource: `${STATE}/locks/organization/passwordless-cicd/prod/*`,
        Condition: OWNED,
      },
    ]);
  });

  it("uses the state's own key, through S3 only", () => {
    const encrypted = { ...LOCATION, kmsKeyArn: KEY };
    const Condition = { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } };
    assert.deepEqual(readStateStatements(encrypted).at(-1), {
      Sid: "DecryptTheState",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: KEY,
      Condition,
    });
    assert.deepEqual(writeStateStatements(encrypted).at(-1), {
      Sid: "EncryptTheState",
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource: KEY,
      Condition,
    });
  });

  it("is to the bucket of that account, and of no stranger who took its name", async () => {
    const policies = [policy(...readStateStatements(LOCATION), ...writeStateStatements(LOCATION))];
    const principal = "arn:aws:iam::111122223333:role/infrastructure";
    const anybody = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::state", "arn:aws:s3:::state/*"],
    };
    const resourcePolicy = { Version: "2012-10-17", Statement: [anybody] };
    for (const [action, resource] of [
      ["s3:ListBucket", "arn:aws:s3:::state"],
      ["s3:GetObject", `${STATE}/stacks/passwordless-cicd/prod.json`],
      ["s3:PutObject", `${STATE}/stacks/passwordless-cicd/prod.json`],
      ["s3:DeleteObject", `${STATE}/locks/organization/passwordless-cicd/prod/1.json`],
    ] as const) {
      const asked = { policies, principal, action, resource, resourcePolicy };
      const answers = [
        await mayDo({ ...asked, owner: "444455556666" }),
        await mayDo({ ...asked, owner: "999988887777" }),
      ];
      assert.deepEqual(answers, [true, false], action);
    }
  });
});
