import assert from "node:assert/strict";

import {
  attachedNames,
  detachedNotice,
  heldCertificate,
  leavingNotice,
  siteNames,
} from "../../../components/policy/site-names";

const WWW = "www.example.com";
const APEX = "example.com";
const DOMAIN = { name: WWW, aliases: [APEX], redirects: ["old.example.com"], zoneId: "Z1", attach: true };
const ALL = [WWW, APEX, "old.example.com"];

const record = (name: string, type = "A") => ({
  type: "aws:route53/record:Record",
  outputs: { name, type, zoneId: "Z1" },
});
const certificate = (arn: string, [domainName, ...others]: readonly string[]) => ({
  type: "aws:acm/certificate:Certificate",
  outputs: { arn, domainName, subjectAlternativeNames: [...others, domainName] },
});
const UP = [
  certificate("arn:1", ALL),
  ...ALL.flatMap((name) => [record(name), record(name, "AAAA"), record(`_proof.${name}`, "CNAME")]),
];

const sorted = (names: readonly string[] = []) => [...names].sort();

describe("the names of a site", () => {
  it("are none without a domain", () => {
    const none = { certificate: null, attached: [], addressed: [], leaving: [] };
    assert.deepEqual(siteNames(null, []), none);
    assert.deepEqual(siteNames(null, [certificate("arn:1", ALL)]), none);
  });

  it("have certificate, distribution and records with a zone, whatever the state holds of them", () => {
    const expected = { certificate: { names: ALL, zoneId: "Z1" }, attached: ALL, addressed: ALL, leaving: [] };
    assert.deepEqual(siteNames(DOMAIN, []), expected);
    assert.deepEqual(siteNames(DOMAIN, UP), expected);
  });

  it("have no records where DNS is elsewhere, and only a certificate until they are attached", () => {
    const elsewhere = { ...DOMAIN, zoneId: "" };
    const certified = { names: ALL, zoneId: "" };
    assert.deepEqual(siteNames(elsewhere, []), { certificate: certified, attached: ALL, addressed: [], leaving: [] });
    assert.deepEqual(siteNames(elsewhere, UP), { certificate: certified, attached: ALL, addressed: [], leaving: [] });
    assert.deepEqual(siteNames({ ...DOMAIN, attach: false }, []), {
      certificate: { names: ALL, zoneId: "Z1" },
      attached: [],
      addressed: [],
      leaving: [],
    });
  });

  it("lose their records first, and all else only when those are gone", () => {
    const gone = siteNames(null, UP);
    assert.deepEqual({ ...gone, certificate: null }, { certificate: null, attached: ALL, addressed: [], leaving: ALL });
    assert.deepEqual([gone.certificate?.zoneId, sorted(gone.certificate?.names)], ["Z1", sorted(ALL)]);
    assert.match(leavingNotice(gone) ?? "", /address records of www\.example\.com, example\.com, .*; run up once more/);

    const fewer = siteNames({ ...DOMAIN, redirects: [] }, UP);
    assert.deepEqual([sorted(fewer.attached), fewer.addressed], [sorted(ALL), [WWW, APEX]]);
    assert.deepEqual(sorted(fewer.certificate?.names), sorted(ALL));
    assert.deepEqual(fewer.leaving, ["old.example.com"]);
    assert.equal(leavingNotice(siteNames(DOMAIN, UP)), undefined);
  });

  it("are those of the state's certificate in any order, and of no other", () => {
    const state = [certificate("arn:old", [APEX]), certificate("arn:1", ALL)];
    assert.equal(heldCertificate(state, [...ALL].reverse())?.arn, "arn:1");
    assert.equal(heldCertificate(state, [WWW]), undefined);
    assert.equal(heldCertificate([], ALL), undefined);
  });

  it("are warned of where DNS elsewhere may still lead to a distribution without them", () => {
    const distribution = (aliases?: readonly string[]) => ({
      type: "aws:cloudfront/distribution:Distribution",
      outputs: { domainName: "d111.cloudfront.net", aliases },
    });
    const elsewhere = { ...DOMAIN, zoneId: "" };
    const state = [certificate("arn:1", ALL), distribution(ALL)];
    assert.deepEqual([attachedNames(state), attachedNames([distribution()])], [ALL, []]);
    const said = (domain: typeof DOMAIN | null, held: Parameters<typeof attachedNames>[0] = state) =>
      detachedNotice(siteNames(domain, held), held) ?? "";
    assert.match(
      said({ ...elsewhere, attach: false }),
      /^domain: this up takes www.* off the distribution\. Where DNS/,
    );
    assert.match(said({ ...elsewhere, redirects: [] }), /^domain: this up takes old\.example\.com off/);
    assert.match(said(null), /takes www\.example\.com, example\.com, old\.example\.com off/);
    assert.equal(said(elsewhere), "");
    assert.equal(said({ ...elsewhere, attach: false }, [certificate("arn:1", ALL), distribution([])]), "");
    // In Route 53 the records went first.
    assert.equal(said(null, [...UP, distribution(ALL)]), "");
    assert.equal(said(null, [record("_proof.example.com", "CNAME"), distribution(ALL)]), "");
  });
});
