import assert from "node:assert/strict";

import { ATTACHMENT } from "../../offline/stand-in/aws/role-policies-exclusive";
import { editCloud } from "../../offline/stand-in/cloud";
import { textOf } from "../../offline/stand-in/properties";
import { pathsIn } from "../../offline/state-folder";
import { describeOnEngine, held, inSession, withDev } from "../support/engine";

const POLICY = "aws:iam/rolePolicy:RolePolicy";

describeOnEngine("a policy that somebody attached to a role", () => {
  it("is seen by a refresh, and an up takes it away", async () => {
    const state = await withDev();
    const roles = held(state, POLICY).map(({ properties }) => textOf(properties, "role"));
    const role = roles.find((name) => name.includes("publish")) ?? "";
    const account = "111122223333";
    const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    editCloud(pathsIn(state).cloud, ({ resources }) => {
      const inline = { role, name: "more", policy: '{"Version":"2012-10-17","Statement":[]}' };
      resources.push({ account, type: ATTACHMENT, id: `${role}/x`, properties: { role, policyArn } });
      resources.push({ account, type: POLICY, id: `${role}:more`, properties: inline });
    });
    await inSession(state, {}, async (session) => {
      const { changed } = await session.on("dev").refresh();
      assert.deepEqual(
        changed.map(({ operation, resource }) => `${operation} ${resource.split(":").at(-1) ?? ""}`).sort(),
        ["update RolePoliciesExclusive publish", "update RolePolicyAttachmentsExclusive publish"],
      );
      await session.on("dev").up();
    });
    assert.deepEqual(held(state, ATTACHMENT), []);
    assert.equal(held(state, POLICY).length, 4, "the four of the program are left");
  });
});

describeOnEngine("the built-in roles", () => {
  it("go with their variables where the stack wants publish only, and come back", async () => {
    const state = await withDev();
    const up = async (config: readonly string[]) => {
      const { changed } = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
      return changed.map(({ operation, resource }) => `${operation} ${resource.split(":").at(-1) ?? ""}`).sort();
    };
    const only = ["builtInRoles=[publish]"];
    const others = ["drift", "infrastructure", "preview"];
    const of = (operation: string) => [
      ...others.map((role) => `${operation} ActionsVariable ${role}RoleArn`),
      ...["Role", "RolePoliciesExclusive", "RolePolicy", "RolePolicyAttachmentsExclusive"].flatMap((type) =>
        others.map((role) => `${operation} ${type} ${role}`),
      ),
    ];
    const trust = "update ActionsVariable trust";
    const inAClouds = (changes: readonly string[]) =>
      changes.filter((change) => !change.includes(" GithubActionsRole "));
    assert.deepEqual(inAClouds(await up(only)), [...of("delete"), trust].sort());
    assert.equal(held(state, "aws:iam/role:Role").length, 1);
    assert.deepEqual(await up(only), []);
    assert.deepEqual(inAClouds(await up([])), [...of("create"), trust].sort());
  });
});
