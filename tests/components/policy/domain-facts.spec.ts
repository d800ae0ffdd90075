import assert from "node:assert/strict";

import { certificateProblems, zoneProblems } from "../../../components/policy/domain-facts";

const DOMAIN = {
  name: "www.example.com",
  aliases: ["example.com", "notexample.com"],
  redirects: ["example.org"],
  zoneId: "Z0EXAMPLE",
  attach: true,
};

const problems = (zone: { name: string; isPrivate: boolean } | undefined) =>
  zoneProblems(DOMAIN, zone).map(({ key, message }) => `${key}: ${message}`);

describe("the hosted zone of a domain", () => {
  it("is there", () => {
    assert.deepEqual(problems(undefined), [
      'domain.zoneId: got "Z0EXAMPLE"; expected the id of a hosted zone of this account, which has none of that id',
    ]);
  });

  it("is public", () => {
    assert.deepEqual(problems({ name: "example.com", isPrivate: true }), [
      'domain.zoneId: got "Z0EXAMPLE"; expected a public hosted zone: this one, example.com, is private',
    ]);
  });

  it("is a parent of each name, compared at a dot", () => {
    assert.deepEqual(problems({ name: "example.com", isPrivate: false }), [
      'domain.aliases: got "notexample.com"; expected a name in the zone of domain.zoneId, example.com',
      'domain.redirects: got "example.org"; expected a name in the zone of domain.zoneId, example.com',
    ]);
    const inside = { ...DOMAIN, aliases: ["example.com"], redirects: [] };
    assert.deepEqual(zoneProblems(inside, { name: "example.com.", isPrivate: false }), []);
  });
});

describe("the certificate of a domain whose DNS is elsewhere", () => {
  const elsewhere = { ...DOMAIN, zoneId: "" };
  it("is issued before names are attached", () => {
    assert.deepEqual(certificateProblems(elsewhere, "ISSUED"), []);
    assert.deepEqual(certificateProblems({ ...elsewhere, attach: false }, undefined), []);
    const [pending, missing] = ["PENDING_VALIDATION", undefined].map((status) =>
      certificateProblems(elsewhere, status),
    );
    assert.match(
      pending?.[0]?.message ?? "",
      /^got true, but the certificate is PENDING_VALIDATION; expected false until/,
    );
    assert.match(
      missing?.[0]?.message ?? "",
      /has no certificate for www\.example\.com, example\.com, .* yet; expected false/,
    );
    const [changed] = certificateProblems(elsewhere, undefined, ["old.example.com"]);
    assert.match(
      changed?.message ?? "",
      /\. That takes old\.example\.com off the distribution until then; docs\/domain\.md/,
    );
    assert.doesNotMatch(missing?.[0]?.message ?? "", /That takes/);
    assert.deepEqual([pending?.[0]?.key, missing?.[0]?.key], ["domain.attach", "domain.attach"]);
  });
});
