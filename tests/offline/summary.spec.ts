import assert from "node:assert/strict";
import { summaryOf } from "../../offline/summary";

describe("the summary after up", () => {
  it("shows the variables, and each subject with the role that it may assume", () => {
    const variable = (variableName: string, value: string) => ({
      provider: "github",
      type: "github:index/actionsVariable:ActionsVariable",
      id: variableName,
      properties: { variableName, value },
    });
    const role = (name: string, ...conditions: Record<string, Record<string, string>>[]) => ({
      provider: "aws",
      type: "aws:iam/role:Role",
      id: name,
      properties: {
        name,
        assumeRolePolicy: JSON.stringify({ Statement: conditions.map((Condition) => ({ Condition })) }),
      },
    });
    const resources = [
      variable("PROD_SITE_BUCKET", "b2"),
      variable("DEV_BRANCH", "main"),
      variable("DEV_TRUST", "x".repeat(200)),
      role("publish", { StringEquals: { "issuer:aud": "sts", "issuer:sub": "repo:a/b:environment:dev" } }),
      role(
        "preview",
        { StringEquals: { "issuer:sub": "repo:a/b:pull_request" } },
        { StringLike: { "issuer:sub": "x" } },
      ),
    ];
    assert.equal(
      summaryOf({ resources }),
      `GitHub's variables now hold
  DEV_BRANCH        main
  DEV_TRUST         ${"x".repeat(80)}... (200 characters)
  PROD_SITE_BUCKET  b2

Whose token may assume which role
  repo:a/b:environment:dev  publish
  repo:a/b:pull_request     preview
  x                         preview
`,
    );
  });
});
