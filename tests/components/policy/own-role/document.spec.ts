import assert from "node:assert/strict";

import { readDocument } from "../../../../components/policy/own-role/document";
import { duplicateKeys } from "../../../../components/policy/own-role/duplicate-keys";

const STATEMENT = { Sid: "One", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };
const POLICY = { Version: "2012-10-17", Statement: [STATEMENT] };

function problemsOf(policy: unknown): string[] {
  const read = readDocument(typeof policy === "string" ? policy : JSON.stringify(policy), "policies/api.json");
  return "problems" in read ? read.problems.map(({ key, message }) => `${key}: ${message}`) : [];
}

describe("a policy file", () => {
  it("is read with each list a list, and the values of conditions as text", () => {
    const Condition = { Bool: { "aws:SecureTransport": true }, NumericLessThan: { "s3:max-keys": [10, "20"] } };
    assert.deepEqual(readDocument(JSON.stringify({ ...POLICY, Statement: { ...STATEMENT, Condition } }), "x"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "One",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::b/*"],
          Condition: { Bool: { "aws:SecureTransport": ["true"] }, NumericLessThan: { "s3:max-keys": ["10", "20"] } },
        },
      ],
    });
  });

  it("has no key twice, however it is escaped: JSON would take the last", () => {
    const text = JSON.stringify(POLICY).replace('"Action":', String.raw`"\u0041ction":"s3:ListBucket","Action":`);
    assert.deepEqual(problemsOf(text), ['policies/api.json: has "Action" twice in one object; expected each key once']);
    assert.deepEqual(duplicateKeys('{"a":{"b":1},"c":{"b":[{"b":1},{"b":"\\"x\\": {"}]},"d":"a"}'), []);
    assert.deepEqual(duplicateKeys('{"a":[{"b":1, "b" : 2}], "a":{}}'), ["b", "a"]);
  });

  for (const [what, change, problem] of [
    ["NotAction", { NotAction: "iam:*" }, /statement 1 \(One\)\.NotAction: is refused; expected only Sid, Effect/],
    ["NotResource", { NotResource: "x" }, /\.NotResource: is refused/],
    ["Principal", { Principal: "*" }, /\.Principal: is refused/],
    ["NotPrincipal", { NotPrincipal: "*" }, /\.NotPrincipal: is refused/],
    ["an element in another case", { action: "s3:*" }, /\.action: is refused/],
    ["no action", { Action: [] }, /\.Action: got \[\]; expected one action or a list of them/],
    ["no resource", { Resource: undefined }, /\.Resource: got nothing; expected one resource/],
    ["another effect", { Effect: "allow" }, /\.Effect: got "allow"; expected Allow or Deny/],
    ["a Sid of other letters", { Sid: "a b" }, /\.Sid: got "a b"; expected letters and digits/],
    ["a condition that is none", { Condition: [] }, /\.Condition: got \[\]; expected an object/],
    [
      "an operator that IAM has not",
      { Condition: { stringequals: { "a:b": "c" } } },
      /stringequals: is not an operator/,
    ],
    ["an operator without keys", { Condition: { Bool: {} } }, /Condition\.Bool: got \{\}; expected condition keys/],
    ["a key without a service", { Condition: { Bool: { x: "true" } } }, /expected condition keys/],
    ["a key twice in other cases", { Condition: { Bool: { "a:b": "c", "A:b": "c" } } }, /expected condition keys/],
    ["a value that is an object", { Condition: { Bool: { "a:b": {} } } }, /expected condition keys/],
  ] as const) {
    it(`is refused with ${what}`, () => {
      const problems = problemsOf({ ...POLICY, Statement: [{ ...STATEMENT, ...change }] });
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", problem);
    });
  }

  for (const [what, policy, problem] of [
    ["that is no JSON", "{ Version: x }", /is not JSON/],
    ["with a comment", `// x\n${JSON.stringify(POLICY)}`, /is not JSON/],
    ["of another version", { ...POLICY, Version: "2008-10-17" }, /Version: got "2008-10-17"; expected "2012-10-17"/],
    ["with an element that it may not have", { ...POLICY, Id: "x" }, /Id: is not an element of a policy/],
    ["without statements", { ...POLICY, Statement: [] }, /Statement: got none/],
    ["with a statement that is none", { ...POLICY, Statement: ["x"] }, /statement 1: got "x"; expected a statement/],
    ["with a Sid twice", { ...POLICY, Statement: [STATEMENT, STATEMENT] }, /Sid: "One" is there twice/],
  ] as const) {
    it(`${what} is refused`, () => {
      const problems = problemsOf(policy);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", problem);
    });
  }
});
