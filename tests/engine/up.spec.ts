import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { outputNames } from "../../components/policy/outputs";
import { ROLE_NAMES } from "../../components/policy/roles";
import { variableName } from "../../components/policy/names";
import { callsIn, describeOnEngine, held, inSession, newState, withBoth, withDev } from "../support/engine";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

interface Deployment {
  readonly deployment: { readonly resources: readonly { type: string; outputs?: Record<string, unknown> }[] };
}

describeOnEngine("up", () => {
  it("brings both stacks up in one account, with one OIDC provider, outputs and variables alike", async () => {
    const state = await withBoth();
    assert.equal(held(state, PROVIDER).length, 1);
    const variables = held(state, VARIABLE).map(
      ({ properties }) => [properties.variableName, properties.value] as const,
    );
    const expected = new Map<unknown, unknown>();
    for (const stack of ["dev", "prod"]) {
      const exported = await inSession(state, {}, (session) => session.on(stack).export());
      const { deployment } = JSON.parse(exported) as Deployment;
      const outputs = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
      assert.deepEqual(Object.keys(outputs).sort(), [...outputNames(ROLE_NAMES)].sort());
      for (const [name, value] of Object.entries(outputs)) expected.set(variableName(stack, name), value);
    }
    assert.deepEqual(new Map<unknown, unknown>(variables), expected);
  });

  it("does what its preview says, and the preview does nothing", async () => {
    const state = newState();
    await inSession(state, { stack: "dev" }, async (session) => {
      const { counts } = await session.on("dev").preview();
      assert.deepEqual(callsIn(state), {});
      assert.deepEqual((await session.on("dev").up()).counts, counts);
    });
  });

  it("changes nothing the second time, nor does a refresh, counted", async () => {
    const state = await withBoth();
    const calls = callsIn(state);
    await inSession(state, {}, async (session) => {
      assert.deepEqual(session.stacks, ["dev", "prod"]);
      for (const stack of session.stacks) {
        const up = await session.on(stack).up();
        assert.deepEqual(Object.keys(up.counts), ["same"]);
        assert.deepEqual(up.changed, []);
        const refresh = await session.on(stack).refresh();
        assert.deepEqual(Object.keys(refresh.counts), ["same"]);
        assert.deepEqual(refresh.changed, []);
      }
    });
    assert.deepEqual(callsIn(state), calls);
  });

  it("changes nothing with another GitHub token, and keeps neither", async () => {
    const state = newState();
    for (const token of ["ghp_oneSecret", "ghp_anotherSecret"]) {
      process.env.GITHUB_TOKEN = token;
      try {
        const { counts } = await inSession(state, { stack: "dev" }, (session) => session.on("dev").up());
        if (token !== "ghp_oneSecret") assert.deepEqual(Object.keys(counts), ["same"]);
      } finally {
        delete process.env.GITHUB_TOKEN;
      }
    }
    for (const file of readdirSync(state, { recursive: true, encoding: "utf8" })) {
      const path = join(state, file);
      if (statSync(path).isFile()) assert.doesNotMatch(readFileSync(path, "latin1"), /oneSecret|anotherSecret/, file);
    }
  });

  it("has no secret in its state: everything may be read by who may read the state", async () => {
    const state = await withBoth();
    for (const stack of ["dev", "prod"]) {
      const deployment = await inSession(state, { stack }, (session) => session.on(stack).export());
      // How the engine marks a secret, encrypted or not.
      assert.doesNotMatch(deployment, /4dabf18193072939515e22adb298388d|"ciphertext"|"plaintext"/);
    }
  });

  it("takes a date that YAML was told without quotation marks", async () => {
    const state = await withDev();
    const soon = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const config = [`alsoTrust={subjectPrefix: "repo:old/site", until: ${soon}}`];
    await inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
    const [role] = held(state, "aws:iam/role:Role");
    assert.match(role?.properties.assumeRolePolicy as string, new RegExp(`"aws:CurrentTime":"${soon}T00:00:00Z"`));
  });

  it("changes with one setting just what depends on it", async () => {
    const state = await withDev();
    const config = ["sessionMinutes=120"];
    const expected = [
      { operation: "update", resource: "aws:iam/role:Role publish" },
      { operation: "update", resource: `${VARIABLE} sessionSeconds` },
    ];
    const { changed } = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").up());
    assert.deepEqual(sorted(changed), sorted(expected));
    const roles = held(state, "aws:iam/role:Role").map(({ properties }) => properties.maxSessionDuration);
    assert.deepEqual(roles.sort(), [3600, 3600, 3600, 7200]);
  });
});

function sorted(changes: readonly { readonly resource: string }[]) {
  return [...changes].sort((one, other) => one.resource.localeCompare(other.resource));
}
