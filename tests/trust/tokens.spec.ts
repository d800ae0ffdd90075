import assert from "node:assert/strict";

import { mayAssume, type TokenClaims } from "../support/evaluator";
import { PROVIDER_ARN } from "../support/program";
import { IMMUTABLE, ROLE_NAMES, runOf, type TrustedName } from "./places";
import list from "./tokens.json";
import { type Policies, policiesOf, PROD, RENAMED } from "./worlds";

interface Listed {
  readonly name: string;
  readonly role: TrustedName;
  readonly verdict: "allow" | "deny";
  readonly claims: TokenClaims;
}

const LISTED = list.tokens as readonly Listed[];

/** The same tokens for a role of the user's own, whose job differs in nothing but its file. */
function forOwnRole(own: TrustedName, like: TrustedName): Listed[] {
  const [file, other] = [own, like].map((role) => runOf(role, IMMUTABLE).file) as [string, string];
  return LISTED.filter(({ role }) => role === like).map((token) => ({
    ...token,
    role: own,
    claims: JSON.parse(JSON.stringify(token.claims).replaceAll(other, file)) as TokenClaims,
  }));
}

const TOKENS = [...LISTED, ...forOwnRole("api", "publish"), ...forOwnRole("nightly", "drift")];

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

    it("does not get a role of the user's own, where it is for a built-in one", async () => {
      for (const { name, claims } of LISTED) {
        for (const role of ["api", "nightly"] as const) {
          const question = { trust: policies[role], claims, now: new Date(), providerArn: PROVIDER_ARN };
          assert.equal(await mayAssume(question), false, `${role}: ${name}`);
        }
      }
    });

    for (const { name, role, verdict, claims } of TOKENS) {
      it(`${verdict === "allow" ? "gets" : "does not get"} the role ${role}: ${name}`, async () => {
        const allowed = await mayAssume({ trust: policies[role], claims, now: new Date(), providerArn: PROVIDER_ARN });
        assert.equal(allowed, verdict === "allow");
      });
    }
  });
}
