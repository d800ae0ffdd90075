import assert from "node:assert/strict";

import { readStateStatements, type StateLocation, writeStateStatements } from "../../../components/policy/state-access";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234";
const LOCATION: StateLocation = {
  account: { id: "111122223333", partition: "aws", region: "us-east-1" },
  project: "passwordless-cicd",
  stack: "prod",
  bucket: "state",
  kmsKeyArn: "",
};
const STATE = "arn:aws:s3:::state/.pulumi";

describe("access to a stack's state", () => {
  it("to read is to find the state and to read this stack's", () => {
    assert.deepEqual(readStateStatements(LOCATION), [
      { Sid: "FindTheState", Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::state" },
      {
        Sid: "ReadTheStateOfThisStack",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: [
          `${STATE}/meta.yaml`,
          `${STATE}/stacks/passwordless-cicd/prod.json`,
          `${STATE}/stacks/passwordless-cicd/prod.pulumi-tags`,
        ],
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
      },
      {
        Sid: "LockThisStack",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        Resource: `${STATE}/locks/organization/passwordless-cicd/prod/*`,
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
});
