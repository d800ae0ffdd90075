import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeOnEngine, held, inSession, newState } from "../support/engine";

const PROGRAM = `
const aws = require("@pulumi/aws");
const github = require("@pulumi/github");
const pulumi = require("@pulumi/pulumi");
export = () => {
  const provider = new github.Provider("github", { owner: "acme" });
  const variable = { repository: "site", variableName: "TOKEN", value: pulumi.secret("hush") };
  new github.ActionsVariable("token", variable, { provider });
  const role = new aws.iam.Role("role", { assumeRolePolicy: '{"Statement":[]}' });
  new aws.iam.RolePolicy("policy", { role, policy: '{"Statement":[]}' });
};
`;

describeOnEngine("a program of somebody else's", () => {
  it("has its secrets encrypted in the state, and may give a resource for its id", async () => {
    const [project, state] = [newState(), newState()];
    mkdirSync(project);
    writeFileSync(join(project, "Pulumi.yaml"), "name: other\nruntime: nodejs\n");
    writeFileSync(join(project, "Pulumi.dev.yaml"), "config: { repository: acme/site }\n");
    writeFileSync(
      join(project, "index.ts"),
      PROGRAM.replaceAll(
        /require\("(.*)"\)/g,
        (_, name: string) => `require(${JSON.stringify(require.resolve(name))})`,
      ),
    );
    await inSession(state, { project }, async (session) => {
      const { counts } = await session.on("dev").preview();
      assert.deepEqual((await session.on("dev").up()).counts, counts);
      const exported = await session.on("dev").export();
      assert.ok(exported.includes("ciphertext") && !exported.includes("hush"));
      assert.deepEqual(Object.keys((await session.on("dev").up()).counts), ["same"]);
      assert.deepEqual(Object.keys((await session.on("dev").refresh()).counts), ["same"]);
      assert.ok(!(await session.on("dev").export()).includes("hush"));
    });
    const [variable] = held(state, "github:index/actionsVariable:ActionsVariable");
    assert.equal(variable?.properties.value, "hush");
    const [role] = held(state, "aws:iam/role:Role");
    assert.equal(held(state, "aws:iam/rolePolicy:RolePolicy")[0]?.properties.role, role?.id);
  });
});
