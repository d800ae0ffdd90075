import assert from "node:assert/strict";

import type { AwsWorld } from "./preflight/aws";
import { preflightWorld } from "./preflight/world";

describe("preflight of a domain", () => {
  const { run } = preflightWorld();
  const DOMAIN = { name: "www.example.com", redirects: ["example.com"], zoneId: "Z0EXAMPLE" };
  const own = { id: "E1OWN", comment: "passwordless-cicd/prod" };

  const check = async (aws: AwsWorld, domain: object = DOMAIN) =>
    (await run({ aws, config: { domain } })).line("Domain");

  it("ticks names that the stack's own distribution has", async () => {
    const aliases = ["www.example.com", "example.com"];
    const { mark, says } = await check({ distributions: [{ id: "E2" }, { ...own, aliases, certified: true }] });
    assert.deepEqual([mark, says], ["✓", "www.example.com, example.com: on no other distribution"]);
  });

  it("names the distribution of the account that has a name, on whatever page, and where the steps are", async () => {
    const distributions = [own, { id: "E2" }, { id: "E3OLD", aliases: ["example.com"] }];
    const taken = await check({ distributions });
    assert.deepEqual([taken.mark, taken.says], ["✗", "example.com is on the distribution E3OLD"]);
    assert.match(taken.remedy, /^set domain\.attach to false, and see "Moving a name .*" in docs\/domain\.md$/);
    const prepared = await check({ distributions }, { ...DOMAIN, attach: false });
    assert.deepEqual([prepared.mark, prepared.says], ["!", "example.com is on the distribution E3OLD"]);
  });

  it("asks about other accounts once the certificate is on the distribution, and takes no wildcard for the name", async () => {
    const distributions = [{ ...own, certified: true }];
    assert.equal((await check({ distributions })).mark, "✓");
    const { mark, says } = await check({ distributions, aliasesInUse: ["www.example.com"] });
    assert.deepEqual([mark, says], ["✗", "www.example.com is on *******EXAMPLE of the account ******112233"]);
  });

  it("has a question mark before that, and where the credentials may not ask: up need not", async () => {
    for (const distributions of [[], [own]]) {
      const { mark, says, remedy } = await check({ distributions });
      assert.equal(mark, "?");
      assert.match(says, /AWS shows other accounts' only once the certificate is on the stack's own$/);
      assert.match(remedy, /docs\/domain\.md$/);
    }
    const denied = await check({ errors: { cloudfront: { status: 403, code: "AccessDenied" } } });
    assert.equal(denied.mark, "?");
    assert.match(denied.says, /^not checked: .* may not cloudfront:ListDistributions \(AccessDenied\)$/);
  });
});
