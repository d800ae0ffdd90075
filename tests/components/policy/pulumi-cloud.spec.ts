import assert from "node:assert/strict";

import { exchangeRules, STATE_ACCESS, teamOf } from "../../../components/policy/pulumi-cloud";
import { ROLES } from "../../../components/policy/roles";

const STACK = { organization: "acme", project: "site", stack: "prod" };

describe("a stack in Pulumi Cloud", () => {
  it("has a team for each access, which is of no other stack", () => {
    assert.deepEqual([teamOf(STACK, "read"), teamOf(STACK, "write")], ["site-prod-read", "site-prod-write"]);
  });

  it("gives write access to the job that brings it up, and none to the one that publishes", () => {
    assert.deepEqual(STATE_ACCESS, { preview: "read", drift: "read", infrastructure: "write" });
    assert.deepEqual(
      Object.keys(ROLES).filter((role) => !(role in STATE_ACCESS)),
      ["publish"],
    );
  });

  it("has a rule with a job's own claims, for Pulumi's audience, that gives a token of its team alone", () => {
    const claims = { aud: ["sts.amazonaws.com"], sub: ["repo:acme/site:environment:prod"], ref: ["refs/heads/main"] };
    assert.deepEqual(exchangeRules(STACK, "infrastructure", claims), [
      {
        decision: "allow",
        tokenType: "team",
        teamName: "site-prod-write",
        authorizedPermissions: [],
        rules: {
          aud: "urn:pulumi:org:acme",
          sub: "repo:acme/site:environment:prod",
          ref: "refs/heads/main",
        },
      },
    ]);
  });

  it("has a rule for each spelling of a claim", () => {
    const rules = exchangeRules(STACK, "drift", { sub: ["s"], job_workflow_ref: ["Acme/x", "acme/x"] });
    assert.deepEqual(
      rules.map((rule) => [rule.teamName, rule.rules.job_workflow_ref, rule.rules.sub]),
      [
        ["site-prod-read", "Acme/x", "s"],
        ["site-prod-read", "acme/x", "s"],
      ],
    );
  });
});
