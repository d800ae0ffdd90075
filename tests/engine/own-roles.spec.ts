import assert from "node:assert/strict";

import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { type Properties, textOf } from "../../offline/stand-in/properties";
import { callsIn, describeOnEngine, held, inSession, newState, withDev } from "../support/engine";
import { OWN_ROLES } from "../support/example/project";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const VARIABLE = "github:index/actionsVariable:ActionsVariable";

const settingOf = (roles: object): string[] => [`roles=${JSON.stringify(roles)}`];

/** What an up with these roles changes, in the engine's words. */
async function up(state: string, roles: object): Promise<string[]> {
  const { changed } = await inSession(state, { stack: "dev", config: settingOf(roles) }, (session) =>
    session.on("dev").up(),
  );
  return changed
    .map(({ operation, resource }) => `${operation} ${resource.split(":").at(-1) ?? ""}`)
    .filter((change) => !change.includes(" GithubActionsRole "))
    .sort();
}

/** The resource of a type whose physical name matches. */
function one(state: string, type: string, key: string, name: RegExp): Properties {
  const [found, ...more] = held(state, type).filter(({ properties }) => name.test(textOf(properties, key)));
  assert.ok(found !== undefined && more.length === 0, String(name));
  return found.properties;
}

const CHANGES = [
  "ActionsVariable nightlyRoleArn",
  "Role nightly",
  "RolePoliciesExclusive nightly",
  "RolePolicy nightly",
  "RolePolicy nightly-limits",
  "RolePolicyAttachmentsExclusive nightly",
];

/** The roles that read the stack read the new role, too. */
const READERS = ["update RolePolicy drift", "update RolePolicy infrastructure", "update RolePolicy preview"];

describeOnEngine("roles of the user's own", () => {
  it("come, change and go, each alone, and change nothing the second time", async function () {
    this.timeout(300_000);
    const state = await withDev();
    const trust = "update ActionsVariable trust";
    assert.equal((await up(state, { api: OWN_ROLES.api })).filter((change) => change.startsWith("create")).length, 6);
    assert.deepEqual(await up(state, { api: OWN_ROLES.api }), []);
    const run = { stack: "dev", config: settingOf({ api: OWN_ROLES.api }) };
    const refreshed = await inSession(state, run, (session) => session.on("dev").refresh());
    assert.deepEqual(refreshed.changed, [], "a set is in no order");

    const role = one(state, ROLE, "name", /-dev-api-/);
    assert.equal(role.maxSessionDuration, 7200);
    assert.match(textOf(role, "assumeRolePolicy"), /deploy-api\.yml@refs\/heads\/main/);
    const variable = one(state, VARIABLE, "variableName", /^DEV_API_ROLE_ARN$/);
    assert.equal(variable.value, role.arn);
    assert.deepEqual(JSON.parse(textOf(one(state, POLICY, "name", /-dev-api-[0-9a-f]{7}$/), "policy")), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "UpdateTheFunction",
          Effect: "Allow",
          Action: ["lambda:UpdateFunctionCode"],
          Resource: ["arn:aws:lambda:us-east-1:111122223333:function:orders"],
        },
      ],
    });
    const limits = textOf(one(state, POLICY, "name", /-dev-api-limits-/), "policy");
    const bucket = textOf(held(state, "aws:s3/bucket:Bucket")[0]?.properties ?? {}, "arn");
    assert.ok(limits.includes(`"${bucket}/*"`) && !limits.includes('"Allow"'), limits);

    assert.deepEqual(await up(state, OWN_ROLES), [...CHANGES.map((it) => `create ${it}`), ...READERS, trust].sort());
    const longer = { ...OWN_ROLES, nightly: { ...OWN_ROLES.nightly, sessionMinutes: 90 } };
    assert.deepEqual(await up(state, longer), ["update Role nightly"]);
    assert.deepEqual(
      await up(state, { api: OWN_ROLES.api }),
      [...CHANGES.map((it) => `delete ${it}`), ...READERS, trust].sort(),
    );
    assert.deepEqual(await up(state, { api: OWN_ROLES.api }), []);
  });

  it("are an administrator's, and their policies are in the first preview as AWS gets them", async () => {
    const state = await withDev();
    const planned = await inSession(state, { stack: "dev", config: settingOf({ api: OWN_ROLES.api }) }, (session) =>
      session.on("dev").previewAsJson(),
    );
    const { changes, reserved } = decide(stepsOf(planned));
    const open = changes.filter((step) => !reserved.some(({ type, name }) => type === step.type && name === step.name));
    assert.deepEqual([...new Set(open.map(({ type }) => type))], [VARIABLE]);
    assert.ok(planned.includes("arn:aws:lambda:us-east-1:111122223333:function:orders"));
  });

  for (const [what, role, message] of [
    [
      "a workflow that is not there",
      { workflow: "missing.yml" },
      /workflows\/missing\.yml: is not there; expected a committed/,
    ],
    ["a policy that is not there", { policy: "policies/missing.json" }, /policies\/missing\.json: is not there/],
    [
      "a write for the default branch",
      { trigger: "default branch" },
      /lambda:UpdateFunctionCode", anything but reading/,
    ],
    ["the workflow of a built-in role", { workflow: "publish-site.yml" }, /the workflow of the role publish/],
  ] as const) {
    it(`are refused before anything is made: ${what}`, async () => {
      const state = newState();
      await assert.rejects(up(state, { api: { ...OWN_ROLES.api, ...role } }), message);
      assert.deepEqual(callsIn(state), {});
    });
  }
});
