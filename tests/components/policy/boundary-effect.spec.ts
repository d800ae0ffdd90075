import assert from "node:assert/strict";

import { boundaryEffect } from "../../../components/policy/boundary-effect";
import type { PolicyDocument } from "../../../components/policy/document";
import { mayDo } from "../../support/evaluator";

/** Actions, each with a resource on which it may be tried. */
const CALLS = {
  "s3:PutObject": "arn:aws:s3:::site/index.html",
  "s3:ListBucket": "arn:aws:s3:::site",
  "iam:GetRole": "arn:aws:iam::111122223333:role/publish",
  "cloudfront:CreateInvalidation": "arn:aws:cloudfront::111122223333:distribution/E1",
};
const ACTIONS = Object.keys(CALLS);
const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const effect = (...statements: object[]) => boundaryEffect(JSON.stringify(document(...statements)), ACTIONS);
const allow = (rest: object) => ({ Sid: "a", Effect: "Allow", Resource: "*", ...rest });
const deny = (rest: object) => ({ Sid: "d", Effect: "Deny", Resource: "*", ...rest });
const all = allow({ Action: "*" });

describe("what a permissions boundary takes away", () => {
  const plain: Readonly<Record<string, readonly object[]>> = {
    "one that allows all": [all],
    "one that allows a service": [allow({ Action: "s3:*" })],
    "one that spells actions in another case": [allow({ Action: ["S3:putobject", "s3:List?ucket"] })],
    "one that allows all but two services, as AWS's PowerUserAccess": [
      allow({ NotAction: ["iam:*", "organizations:*"] }),
    ],
    "one that denies an action": [all, deny({ Action: "s3:PutObject" })],
    "one that denies all but a service": [all, deny({ NotAction: ["s3:*"] })],
    "one that allows nothing of ours": [allow({ Action: "ec2:*" })],
  };
  for (const [name, statements] of Object.entries(plain)) {
    it(`is what an IAM evaluator says: ${name}`, async () => {
      const policies = [document(...statements) as unknown as PolicyDocument];
      const principal = "arn:aws:iam::111122223333:role/publish";
      const refused: string[] = [];
      for (const [action, resource] of Object.entries(CALLS))
        if (!(await mayDo({ policies, principal, action, resource }))) refused.push(action);
      assert.deepEqual(effect(...statements), { refused, undecided: [] });
    });
  }

  it("is left open where a condition or a list of resources decides", () => {
    const region = { StringEquals: { "aws:RequestedRegion": "eu-central-1" } };
    const [put = "", ...others] = ACTIONS;
    assert.deepEqual(effect(allow({ Action: "*", Condition: region })), { refused: [], undecided: ACTIONS });
    assert.deepEqual(effect(allow({ Action: "*", Resource: "arn:aws:s3:::site" })), {
      refused: [],
      undecided: ACTIONS,
    });
    assert.deepEqual(effect(all, deny({ Action: put, Condition: region })), { refused: [], undecided: [put] });
    assert.deepEqual(effect(allow({ NotAction: put }), allow({ Action: put, Condition: region })), {
      refused: [],
      undecided: [put],
    });
    assert.deepEqual(effect(all, allow({ Action: "s3:*", Condition: region })), { refused: [], undecided: [] });
    assert.deepEqual(effect(all, deny({ NotAction: put, Condition: region })), { refused: [], undecided: others });
  });

  it("reads a statement that stands alone, and no other text", () => {
    assert.deepEqual(boundaryEffect(JSON.stringify({ Statement: all }), ACTIONS), { refused: [], undecided: [] });
    for (const text of ["", "{}", "null", "[]", '{"Statement":"x"}', "<html>"])
      assert.equal(boundaryEffect(text, ACTIONS), undefined, text);
  });
});
