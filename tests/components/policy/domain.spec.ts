import assert from "node:assert/strict";

import { type Domain, domainProblems, parseDomain, servedNames } from "../../../components/policy/domain";
import { readSettings } from "../../../components/policy/settings";
import { settingsOf } from "../../support/program";

const DOMAIN = { name: "www.example.com", aliases: [], redirects: [], zoneId: "", attach: true } as const;

function problemsOf(change: Partial<Domain>): string[] {
  return domainProblems({ ...DOMAIN, ...change }).map(({ key, message }) => `${key}: ${message}`);
}

const LONG = `${"a".repeat(63)}.`;

describe("a domain", () => {
  it("is none where it is empty, attached where nothing else is said, and one form or an error", () => {
    assert.equal(parseDomain({}), null);
    assert.deepEqual(parseDomain({ name: "www.example.com" }), DOMAIN);
    const wrong = [
      null,
      "www.example.com",
      ["www.example.com"],
      { aliases: ["www.example.com"] },
      { name: "www.example.com", alias: "example.com" },
      { name: "www.example.com", aliases: "example.com" },
      { name: "www.example.com", redirects: [1] },
      { name: "www.example.com", zoneId: null },
      { name: "www.example.com", attach: "false" },
    ];
    for (const value of wrong) assert.equal(parseDomain(value), undefined, JSON.stringify(value));
  });

  it("serves its name and aliases once they are attached, its own first", () => {
    const domain = { ...DOMAIN, aliases: ["example.org"], redirects: ["example.com"] };
    assert.deepEqual(servedNames(domain), ["www.example.com", "example.org"]);
    assert.deepEqual(servedNames({ ...domain, attach: false }), []);
    assert.deepEqual(servedNames(null), []);
  });

  for (const name of ["example.com", "a.b-c.xn--mnchen-3ya.example", `${LONG.repeat(3)}${"a".repeat(57)}.com`]) {
    it(`may have the name ${name.slice(0, 40)}, of ${name.length} characters`, () => {
      assert.deepEqual(problemsOf({ aliases: [name] }), []);
    });
  }

  for (const [name, want] of [
    ["*.example.com", "each name by itself, without *"],
    ["https://www.example.com", "the name alone, without https://, port and path"],
    ["www.example.com/docs", "the name alone, without https://, port and path"],
    ["www.example.com:443", "the name alone, without https://, port and path"],
    ["www.example.com.", "the name without a dot at its end"],
    ["WWW.example.com", "lower-case letters, www.example.com"],
    ["münchen.example", "its ASCII form, xn--mnchen-3ya.example"],
    ["www example.com", "its ASCII form"],
    [`${LONG.repeat(3)}${"a".repeat(58)}.com`, "at most 253 characters; it has 254"],
    ["example", "a name of at least two parts"],
    ["", "a name of at least two parts"],
    ["www..com", "a name of at least two parts"],
    ["-www.example.com", "a name of at least two parts"],
    ["www_1.example.com", "a name of at least two parts"],
    [`${"a".repeat(64)}.com`, "a name of at least two parts"],
    ["192.0.2.1", "a name of at least two parts"],
    ["xn--a.example", "a name of at least two parts"],
  ] as const) {
    it(`has no name ${JSON.stringify(name.slice(0, 40))}, wherever it stands`, () => {
      for (const [key, change] of [
        ["name", { name, aliases: ["example.com"] }],
        ["aliases", { aliases: [name] }],
        ["redirects", { redirects: [name] }],
      ] as const) {
        const [problem, ...more] = problemsOf(change);
        assert.ok(problem?.startsWith(`domain.${key}: got ${JSON.stringify(name)}; expected ${want}`), problem);
        assert.deepEqual(more, []);
      }
    });
  }

  it("has each name once, and redirects none to itself", () => {
    assert.deepEqual(problemsOf({ aliases: ["a.example", "a.example"], redirects: ["a.example", "www.example.com"] }), [
      'domain.aliases: got "a.example"; expected each name once',
      'domain.redirects: got "a.example"; expected each name once',
      'domain.redirects: got "www.example.com"; expected another name than domain.name: it would redirect to itself',
    ]);
  });

  it("has at most as many names as a distribution takes", () => {
    const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}.example.com`);
    assert.deepEqual(problemsOf({ aliases: aliases(99) }), []);
    assert.deepEqual(problemsOf({ aliases: aliases(100) }), [
      "domain: got 101; expected at most 100 names: CloudFront takes no more",
    ]);
  });

  it("has one name that fits the first place of a certificate", () => {
    const name = `${"a".repeat(60)}.example.com`;
    assert.match(
      problemsOf({ name }).join(),
      /^domain\.name: got "a+\.example\.com"; expected at least one name of at most 64/,
    );
    assert.deepEqual(problemsOf({ name, aliases: ["www.example.com"] }), []);
  });

  it("has a zone by its id alone", () => {
    assert.deepEqual(problemsOf({ zoneId: "Z0123456789ABCDEFGHIJ" }), []);
    for (const zoneId of ["example.com", "/hostedzone/Z012", "z012", "Z*"]) {
      assert.match(
        problemsOf({ zoneId }).join(),
        /^domain\.zoneId: got .*; expected the id of a hosted zone, such as Z/,
      );
    }
  });

  it("is told all that is wrong with it in one error, with what else is wrong", () => {
    const domain = { name: "*.example.com", aliases: ["B.example.com"], zoneId: "x" };
    const config = settingsOf({ domain, redirects: { "/a": "/a" } });
    assert.throws(
      () => readSettings({ stack: "prod", config, now: new Date() }),
      /domain\.name: .*\n.*domain\.aliases: .*\n.*domain\.zoneId: .*\n.*redirects\["\/a"\]/,
    );
  });
});
