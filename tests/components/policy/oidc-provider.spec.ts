import assert from "node:assert/strict";

import { InputError } from "../../../components/policy/input-error";
import { AUDIENCE } from "../../../components/policy/oidc";
import { OWNER_TAG, decideOidcProvider, type ProviderQuestion } from "../../../components/policy/oidc-provider";
import { PROVIDER_ARN as arn } from "../../support/program";

const OURS = { audiences: [AUDIENCE], tags: { [OWNER_TAG]: "site/dev" } };
const FOREIGN = { audiences: [AUDIENCE], tags: {} };

function plan(oidcProvider: "create" | "existing", found: ProviderQuestion["found"]) {
  return decideOidcProvider({ oidcProvider, arn, owner: "site/dev", found });
}

describe("the plan for the OIDC provider", () => {
  const tags = { [OWNER_TAG]: "site/dev" };

  it("is to create it where there is none", () => {
    assert.deepEqual(plan("create", undefined), {
      ...{ action: "create", arn, tags, adopt: false },
      ...{ audiences: [AUDIENCE], complete: false },
    });
  });

  it("is to adopt the stack's own of an earlier life, whatever its audiences are by now", () => {
    const adopting = { action: "create", arn, tags, adopt: true } as const;
    const having = (...audiences: string[]) => plan("create", { ...OURS, audiences });
    assert.deepEqual(having(), { ...adopting, audiences: [AUDIENCE], complete: false });
    const both = [AUDIENCE, "sigstore"];
    assert.deepEqual(having(...both), { ...adopting, audiences: both, complete: true });
  });

  it("is to use another's", () => {
    assert.deepEqual(
      [plan("existing", FOREIGN), plan("existing", OURS)],
      [
        { action: "use", arn },
        { action: "use", arn },
      ],
    );
  });

  const refusals = [
    [
      "create",
      FOREIGN,
      /oidcProvider: got "create", but the account has arn:.* already; expected "existing" .*passwordless:owner set to site\/dev/,
    ],
    [
      "create",
      { ...FOREIGN, tags: { [OWNER_TAG]: "site/prod" } },
      /already, made by the stack site\/prod; expected "existing"/,
    ],
    [
      "existing",
      undefined,
      /oidcProvider: got "existing", but the account has no arn:.*; expected "create", or first "up" of the stack.*enterprise's own issuer .*not supported/,
    ],
    [
      "existing",
      { ...FOREIGN, audiences: ["api.pulumi.com"] },
      /accepts only the audiences api\.pulumi\.com; expected sts\.amazonaws\.com among them: aws iam add-client-id/,
    ],
    ["existing", { ...FOREIGN, audiences: [] }, /accepts only the audiences \(none\)/],
  ] as const;
  for (const [wish, found, message] of refusals) {
    it(`${wish} is refused with ${message.source.slice(0, 60)}...`, () => {
      assert.throws(
        () => plan(wish, found),
        (error) => error instanceof InputError && message.test(error.message),
      );
    });
  }
});
