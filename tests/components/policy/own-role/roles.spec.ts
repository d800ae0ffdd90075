import assert from "node:assert/strict";

import { InputError } from "../../../../components/policy/input-error";
import { readOwnRoles, type Sources } from "../../../../components/policy/own-role/roles";
import { parseOwnRoles } from "../../../../components/policy/own-role/setting";
import { ownRoleSources } from "../../../../lib/own-role-sources";
import { EXAMPLE, OWN_ROLES } from "../../../support/example/project";
import { ACCOUNT } from "../../../support/program";

const sources = ownRoleSources(EXAMPLE);
const POLICY = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] };

function read({ files = {}, boundary = "arn:aws:iam::aws:policy/x" }: { files?: object; boundary?: string } = {}) {
  const roles = parseOwnRoles(OWN_ROLES) ?? [];
  const given = files as Readonly<Record<string, string | object | undefined>>;
  const file: Sources["file"] = (path) => {
    const content = given[path];
    if (content === undefined) return sources.file(path);
    return { text: typeof content === "string" ? content : JSON.stringify(content) };
  };
  const account = { id: ACCOUNT, partition: "aws", region: "us-east-1" };
  const question = { roles, environment: "prod", permissionsBoundary: boundary, project: "passwordless-cicd", account };
  return readOwnRoles(question, { ...sources, file });
}

async function problemsOf(files: object): Promise<string[]> {
  try {
    await read({ files });
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ key, message }) => `${key}: ${message}`);
    throw error;
  }
  return [];
}

describe("the files of the user's own roles", () => {
  it("give each role its policy, with the account's values and nothing to warn of", async () => {
    const { policies, warnings } = await read();
    assert.deepEqual(warnings, []);
    assert.deepEqual(policies.nightly?.Statement[0]?.Resource, [`arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`]);
    assert.deepEqual(Object.keys(policies), ["api", "nightly"]);
  });

  it("keep the distribution's placeholder until there is one", async () => {
    const invalidate = { Effect: "Allow", Action: "cloudfront:CreateInvalidation", Resource: "${distributionArn}" };
    const { policies, warnings } = await read({
      files: { "policies/api.json": { ...POLICY, Statement: invalidate } },
    });
    assert.deepEqual(policies.api?.Statement[0]?.Resource, ["${distributionArn}"]);
    assert.deepEqual(warnings, []);
  });

  it("are warned of without a boundary, where they are wide, and where the Deny takes all of it away", async () => {
    const own = { ...POLICY, Statement: { ...POLICY.Statement[0], Resource: "arn:aws:s3:::passwordless-cicd-x/*" } };
    const { warnings } = await read({ files: { "policies/api.json": own }, boundary: "" });
    assert.deepEqual(warnings, [
      "permissionsBoundary: got nothing; only their policies limit your own roles (api, nightly); expected a boundary",
      "policies/api.json: statement 1: arn:aws:s3:::passwordless-cicd-x/* names no account, and could be somebody else's; add aws:ResourceAccount",
      "policies/api.json: arn:aws:s3:::passwordless-cicd-x/* is denied all the same: its name is one of the project's own",
    ]);
  });

  it("are refused with all that is wrong in all of them", async () => {
    const problems = await problemsOf({
      ".github/workflows/deploy-api.yml": "on: { pull_request_target: }\njobs: {}",
      "policies/api.json": { ...POLICY, Statement: [{ ...POLICY.Statement[0], Action: "iam:CreateUser" }] },
      ".github/workflows/nightly.yml": "on: push\non: pull_request",
      "policies/nightly.json": "{",
    });
    const expected = [
      /^roles\.api\.workflow: \.github\/workflows\/deploy-api\.yml: on has "pull_request_target"/,
      /^roles\.api\.workflow: .*: has id-token: write in 0 jobs/,
      /^policies\/api\.json: statement 1: got "iam:CreateUser", a write of IAM/,
      /^roles\.nightly\.workflow: .*: is not YAML \(Map keys must be unique/,
      /^policies\/nightly\.json: is not JSON/,
    ];
    assert.equal(problems.length, expected.length, problems.join("\n"));
    expected.forEach((pattern, index) => {
      assert.match(problems[index] ?? "", pattern);
    });
  });

  it("are refused where AWS would refuse the policy for its size, together with the program's own", async () => {
    const sized = (length: number) => ({
      "policies/api.json": {
        ...POLICY,
        Statement: [{ ...POLICY.Statement[0], Resource: [`arn:aws:s3:::${"b".repeat(length)}`] }],
      },
    });
    assert.deepEqual(await problemsOf(sized(6000)), []);
    const [problem = "", ...more] = await problemsOf(sized(9000));
    assert.deepEqual(more, []);
    assert.match(
      problem,
      /^policies\/api\.json: has 9\d{3} characters without white space; expected at most \d{4}: AWS allows 10240/,
    );
  });
});
