import assert from "node:assert/strict";

import { Region } from "@pulumi/aws/types/enums";

import { AWS_CONFIG, awsConfigProblems, REGIONS } from "../../../components/policy/aws-config";
import { readSettings } from "../../../components/policy/settings";
import { settingsOf } from "../../support/program";

const problemsOf = (config: Record<string, string>): string[] =>
  awsConfigProblems(config).map(({ key, message }) => `${key}: ${message}`);

describe("what a stack says to the AWS provider", () => {
  it("may be accounts, a region and tags", () => {
    const accounts = '["111122223333","012345678901"]';
    const tags = '{"tags":{"team":"web"}}';
    const config = {
      "aws:allowedAccountIds": accounts,
      "aws:forbiddenAccountIds": "[444455556666]",
      "aws:region": "eu-central-1",
      "aws:defaultTags": tags,
      "aws:profile": "acme",
      "pulumi:tags": "{}",
      "github:owner": "acme",
    };
    assert.deepEqual(problemsOf(config), []);
  });

  for (const [what, text] of [
    ["a number that has lost its zero", "[12345678901]"],
    ["one beside a whole one", '["111122223333",12345678901]'],
  ] as const) {
    it(`must be accounts in quotation marks: ${what}`, () => {
      for (const key of ["aws:allowedAccountIds", "aws:forbiddenAccountIds"]) {
        const want =
          'expected a list of accounts, ["111122223333"]: put the number in quotation marks, with its 12 digits';
        assert.deepEqual(problemsOf({ [key]: text }), [`${key}: got 12345678901; ${want}`]);
      }
    });
  }

  for (const [text, got = text] of [
    ["111122223333"],
    ['"111122223333"'],
    ['["11112222333"]', '"11112222333"'],
    ['["111122223333","1111222233334"]', '"1111222233334"'],
    ['["1111 22223333","x"]', '"1111 22223333", "x"'],
    ['["111122223333\\n"]', '"111122223333\\n"'],
    ["[null]", "null"],
    ["{}"],
    ["null"],
    [""],
    ["["],
    ['[["111122223333"]]', '["111122223333"]'],
    ["true"],
  ] as const) {
    it(`must be a list of accounts: ${text}`, () => {
      assert.deepEqual(problemsOf({ "aws:allowedAccountIds": text }), [
        `aws:allowedAccountIds: got ${got}; expected a list of accounts, ["111122223333"]`,
      ]);
    });
  }

  for (const text of ["us-esat-1", "us-east", "US-EAST-1", "us-east-1 ", "", "cn-north-1", "us-gov-west-1"]) {
    it(`must be a region: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(problemsOf({ "aws:region": text }), [
        `aws:region: got ${JSON.stringify(text)}; expected a region of AWS, for example us-east-1`,
      ]);
    });
  }

  it("must be spelt right, and no credentials or addresses", () => {
    for (const key of ["aws:allowedAccountId", "aws:Region", "aws:secretKey", "aws:endpoints", "aws:constructor"]) {
      assert.match(
        problemsOf({ [key]: "x" }).join(),
        new RegExp(`^${key}: is not a key that a stack may set; expected one of `),
      );
    }
  });

  it("knows the regions that the provider knows", () => {
    const regions = Object.values(Region).filter((region) => !/^(cn|us-gov|eusc|.+-iso)/.test(region));
    assert.deepEqual([...REGIONS].sort(), regions.sort());
    assert.equal(Object.keys(AWS_CONFIG).includes("aws:region"), true);
  });

  it("is refused with the settings, in one message", () => {
    const config = { ...settingsOf({ branch: "*" }), "aws:region": "nowhere", "aws:region2": "x" };
    assert.throws(
      () => readSettings({ stack: "prod", config, now: new Date() }),
      /cannot be used:\n {2}branch: .+\n {2}aws:region: .+\n {2}aws:region2: .+$/,
    );
  });
});
