// The rules for Pulumi Cloud, against the tokens that are tried on AWS's trust policies.
import assert from "node:assert/strict";

import { rolesOf } from "../../lib/trust/roles";
import { exchangeRules, type ExchangeRule, STATE_ACCESS } from "../../components/policy/pulumi-cloud";
import type { TokenClaims } from "../support/evaluator";
import { exchanged, meets, signed } from "../support/pulumi-cloud";
import { attacksOn } from "./attacks";
import { DOTTED, tokenOf } from "./places";
import list from "./tokens.json";
import { OLD_FORM, policiesOf, PROD, SLASHED_WORLD, type World } from "./worlds";

type StateRole = keyof typeof STATE_ACCESS;
const ROLES = Object.keys(STATE_ACCESS) as StateRole[];
const STACK = { organization: "acme", project: "passwordless-cicd", stack: "prod" };
const AUDIENCE = "urn:pulumi:org:acme";

async function rulesOf(world: World, role: StateRole): Promise<readonly ExchangeRule[]> {
  const policies = await policiesOf(world);
  const outputs = { arn: "arn", assumeRolePolicy: JSON.stringify(policies[role]) };
  const [read] = rolesOf({ deployment: { resources: [{ urn: `::${role}`, type: "aws:iam/role:Role", outputs }] } });
  return read?.trusts.flatMap(({ claims }) => exchangeRules(STACK, role, claims)) ?? [];
}

/** The same token, asked for Pulumi Cloud in place of AWS. */
const forPulumi = (claims: TokenClaims): TokenClaims => ({
  ...claims,
  ...(claims.aud === "sts.amazonaws.com" ? { aud: AUDIENCE } : {}),
});

async function gets(rules: readonly ExchangeRule[], role: StateRole, claims: TokenClaims): Promise<boolean> {
  const team = `passwordless-cicd-prod-${STATE_ACCESS[role]}`;
  const { status } = await exchanged(
    { organization: "acme", teams: [team], rules },
    {
      audience: AUDIENCE,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:pulumi:token-type:access_token:team",
      subject_token: await signed(claims),
      scope: `team:${team}`,
      expiration: 1200,
    },
  );
  return status === 200;
}

describe("the rules for Pulumi Cloud", () => {
  const tokens = list.tokens as unknown as readonly {
    readonly name: string;
    readonly role: string;
    readonly verdict: string;
    readonly claims: TokenClaims;
  }[];
  for (const role of ROLES) {
    it(`${role}: judge each listed token as AWS's trust policy does`, async () => {
      const rules = await rulesOf(PROD, role);
      const of = tokens.filter((token) => token.role === role);
      assert.ok(of.length > 1);
      for (const { name, verdict, claims } of of)
        assert.equal(await gets(rules, role, forPulumi(claims)), verdict === "allow", name);
    });

    for (const world of [PROD, OLD_FORM, SLASHED_WORLD]) {
      it(`${role}: let the job in and nothing else (${world.title})`, async () => {
        const rules = await rulesOf(world, role);
        assert.ok(await gets(rules, role, forPulumi(tokenOf(role, world.place))));
        const letIn: string[] = [];
        for (const { name, claims } of attacksOn(role, world.place))
          if (await gets(rules, role, forPulumi(claims))) letIn.push(name);
        // A dot is any character in a rule. GitHub runs no file that ends neither in .yml nor in .yaml.
        assert.deepEqual(letIn, ["workflow file: a file whose name differs in a dot"]);
      });

      it(`${role}: have no claim for decoration (${world.title})`, async () => {
        const [rule, ...others] = await rulesOf(world, role);
        assert.deepEqual(others, []);
        for (const left of Object.keys(rule?.rules ?? {})) {
          const rules = Object.fromEntries(Object.entries(rule?.rules ?? {}).filter(([claim]) => claim !== left));
          const letIn = attacksOn(role, world.place).filter(({ claims }) => meets(forPulumi(claims), { rules }));
          assert.ok(letIn.length > 1, left);
        }
      });
    }
  }

  it("are one for each spelling of an owner with capitals", async () => {
    const place = { ...DOTTED, owner: "Acme-Corp" };
    const rules = await rulesOf({ ...PROD, title: "capitals", place }, "infrastructure");
    assert.deepEqual(
      rules.map((rule) => rule.rules.job_workflow_ref?.split("/")[0]),
      ["Acme-Corp", "acme-corp"],
    );
    for (const rule of rules)
      assert.deepEqual([rule.teamName, rule.rules.aud], ["passwordless-cicd-prod-write", AUDIENCE]);
  });
});
