import assert from "node:assert/strict";

import { encryptedProblems, foreignConfigProblems } from "../../../components/policy/foreign-config";

describe("keys of other namespaces", () => {
  for (const key of [
    "github:token",
    "github:owner",
    "github:baseUrl",
    "pulumi:disable-default-providers",
    "pulumi-nodejs:x",
    "aws-native:accessKey",
    "another-project:branch",
  ]) {
    it(`are refused: ${key}`, () => {
      const [problem] = foreignConfigProblems(["branch", "aws:region", key]);
      assert.equal(problem?.key, key);
      assert.match(
        problem.message,
        /^is not a key that a stack may set; expected a setting of this program, of aws:, or /,
      );
    });
  }

  it("are accepted where the engine reads them, and left to others where they are ours or the AWS provider's", () => {
    assert.deepEqual(foreignConfigProblems(["branch", "aws:secretKey", "pulumi:autonaming", "pulumi:tags"]), []);
  });

  it("and encrypted values of any key are refused", () => {
    assert.deepEqual(
      encryptedProblems(["branch", "aws:region"]).map(({ key, message }) => [key, message.split(";")[0]]),
      [
        ["branch", "got an encrypted value"],
        ["aws:region", "got an encrypted value"],
      ],
    );
  });
});
