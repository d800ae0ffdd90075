import assert from "node:assert/strict";

import type { RoleName } from "../../components/policy/roles";
import { mayAssume, type TokenClaims } from "../support/evaluator";
import { PROVIDER_ARN } from "../support/program";
import { ROLE_NAMES } from "./places";
import list from "./tokens.json";
import { type Policies, policiesOf, PROD, RENAMED } from "./worlds";

interface Listed {
  readonly name: string;
  readonly role: RoleName;
  readonly verdict: "allow" | "deny";
  readonly claims: TokenClaims;
}

const TOKENS = list.tokens as readonly Listed[];

describe("the list of tokens", () => {
  it("has tokens to allow and tokens to deny for every role", () => {
    const verdicts = ROLE_NAMES.map((role) => [
      role,
      new Set(TOKENS.filter((token) => token.role === role).map(({ verdict }) => verdict)).size,
    ]);
    assert.deepEqual(
      verdicts,
      ROLE_NAMES.map((role) => [role, 2]),
    );
  });

  it("asks for roles that there are, and for verdicts that it can give", () => {
    const odd = TOKENS.filter(
      ({ role, verdict }) => !ROLE_NAMES.includes(role) || !["allow", "deny"].includes(verdict),
    );
    assert.deepEqual(odd, []);
  });
});

for (const world of [PROD, RENAMED]) {
  describe(`each listed token (${world.title})`, () => {
    let policies: Policies;
    before(async () => {
      policies = await policiesOf(world);
    });

    for (const { name, role, verdict, claims } of TOKENS) {
      it(`${verdict === "allow" ? "gets" : "does not get"} the role ${role}: ${name}`, async () => {
        const allowed = await mayAssume({ trust: policies[role], claims, now: new Date(), providerArn: PROVIDER_ARN });
        assert.equal(allowed, verdict === "allow");
      });
    }
  });
}
