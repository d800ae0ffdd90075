import assert from "node:assert/strict";

import { GithubActionsRole, type GithubActionsRoleArgs } from "../../components/github-actions-role";
import { policy } from "../../components/policy/document";
import { deploy, find, resolved } from "../support/deploy";

const TRUST = policy({ Sid: "Who", Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity" });
const PERMISSIONS = policy({ Sid: "What", Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::b" });

function deployRole(args: Partial<GithubActionsRoleArgs> = {}) {
  return deploy(
    () =>
      new GithubActionsRole("publish", { trust: TRUST, permissions: PERMISSIONS, description: "Publishes", ...args }),
  );
}

describe("GithubActionsRole", () => {
  it("is bounded where a boundary is set", async () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/ci";
    const { resources } = await deployRole({ permissionsBoundary });
    assert.equal(find(resources, "aws:iam/role:Role").inputs.permissionsBoundary, permissionsBoundary);
  });

  it("is a role with one policy, and no other", async () => {
    const { resources, value } = await deployRole();
    assert.deepEqual(
      resources.map(({ type, name, parent, inputs }) => ({ type, name, parent, inputs })),
      [
        { type: "passwordless:github:GithubActionsRole", name: "publish", parent: "", inputs: {} },
        {
          type: "aws:iam/role:Role",
          name: "publish",
          parent: "GithubActionsRole publish",
          inputs: { description: "Publishes", assumeRolePolicy: JSON.stringify(TRUST), maxSessionDuration: 3600 },
        },
        {
          type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
          name: "publish",
          parent: "GithubActionsRole publish",
          inputs: { roleName: "publish-role", policyArns: [] },
        },
        {
          type: "aws:iam/rolePolicy:RolePolicy",
          name: "publish",
          parent: "GithubActionsRole publish",
          inputs: { role: "publish-role", policy: JSON.stringify(PERMISSIONS) },
        },
        {
          type: "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
          name: "publish",
          parent: "GithubActionsRole publish",
          inputs: { roleName: "publish-role", policyNames: ["publish-policy"] },
        },
      ],
    );
    assert.equal(await resolved(value.arn), "arn:test:Role/publish");
    assert.deepEqual(resources[0]?.outputs, { arn: "arn:test:Role/publish" });
  });

  for (const [minutes, seconds] of [
    [15, 3600],
    [60, 3600],
    [61, 3660],
    [720, 43200],
  ] as const) {
    it(`allows sessions of ${seconds} seconds where ${minutes} minutes are asked for`, async () => {
      const { resources } = await deployRole({ sessionMinutes: minutes });
      assert.equal(find(resources, "aws:iam/role:Role").inputs.maxSessionDuration, seconds);
    });
  }
});
