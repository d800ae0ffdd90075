import assert from "node:assert/strict";

import { boundaryProblems, isBoundaryArn } from "../../../components/policy/permissions-boundary";

const ACCOUNT = { id: "111122223333", partition: "aws", region: "eu-central-1" };
const OWN = "arn:aws:iam::111122223333:policy/team/ci";

describe("a permissions boundary", () => {
  it("is the ARN of a managed policy", () => {
    assert.ok(isBoundaryArn(OWN) && isBoundaryArn("arn:aws:iam::aws:policy/PowerUserAccess"));
    for (const text of ["ci", "arn:aws:iam::111122223333:role/ci", `${OWN}*`, "arn:aws:iam::1111:policy/ci"]) {
      assert.ok(!isBoundaryArn(text), text);
    }
  });

  it("belongs to the stack's account or to AWS", () => {
    for (const boundary of ["", OWN, "arn:aws:iam::aws:policy/PowerUserAccess"]) {
      assert.deepEqual(boundaryProblems(boundary, ACCOUNT), []);
    }
    const foreign = "arn:aws:iam::999988887777:policy/ci";
    assert.deepEqual(boundaryProblems(foreign, ACCOUNT), [
      {
        key: "permissionsBoundary",
        message: `got "${foreign}"; expected a policy of the account 111122223333, or one of AWS's own`,
      },
    ]);
  });
});
