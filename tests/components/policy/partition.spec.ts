import assert from "node:assert/strict";

import { partitionProblems } from "../../../components/policy/partition";

describe("the partition", () => {
  for (const region of ["us-east-1", "eu-central-1", "us-west-2", "il-central-1", "mx-central-1", "ap-southeast-7"]) {
    it(`is aws in ${region}`, () => {
      assert.deepEqual(partitionProblems({ partition: "aws", region }), []);
    });
  }

  for (const region of [
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-isob-east-1",
    "us-isof-south-1",
    "eu-isoe-west-1",
    "eusc-de-east-1",
  ]) {
    it(`is another in ${region}`, () => {
      const [problem, ...others] = partitionProblems({ partition: "aws", region });
      assert.deepEqual(others, []);
      assert.equal(problem?.key, "aws:region");
      assert.match(problem.message, new RegExp(`^got "${region}"; expected a region of the partition aws; `));
    });
  }

  for (const partition of ["aws-cn", "aws-us-gov", "aws-eusc"]) {
    it(`is ${partition} by the credentials, wherever the region is`, () => {
      const [problem] = partitionProblems({ partition, region: "eu-central-1" });
      assert.equal(problem?.key, "AWS credentials");
      assert.match(
        problem.message,
        new RegExp(`^got some of the partition ${partition}; expected some of the partition aws`),
      );
    });
  }
});
