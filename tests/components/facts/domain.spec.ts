import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { readDomain } from "../../../components/facts/domain";
import type { Domain } from "../../../components/policy/domain";
import { deploy, type World } from "../../support/deploy";

const DOMAIN: Domain = { name: "www.example.com", aliases: [], redirects: [], zoneId: "Z0EXAMPLE", attach: true };

const answering = (answer: () => Record<string, unknown>): World => ({
  calls: { "aws:route53/getZone:getZone": answer },
});

const denied = () => {
  throw new Error("operation error Route 53: GetHostedZone, https response error StatusCode: 403, AccessDenied: no");
};

describe("what AWS says of a domain", () => {
  it("is not asked where there is none", async () => {
    const { value, resources } = await deploy(() => readDomain(null, []));
    assert.deepEqual([value.certificate, value.certified, resources], [null, false, []]);
  });

  it("is the zone of the names, which is then certified", async () => {
    const world = answering(() => ({ name: "example.com", privateZone: false }));
    const { value } = await deploy(() => readDomain(DOMAIN, []), world);
    assert.deepEqual([value.certified, value.addressed], [true, ["www.example.com"]]);
  });

  for (const [title, answer, message] of [
    [
      "a zone that is not there",
      () => {
        throw new Error("1 error occurred: couldn't find resource");
      },
      /none of that id/,
    ],
    ["a private zone", () => ({ name: "example.com", privateZone: true }), /is private/],
    ["another's zone", () => ({ name: "example.org", privateZone: false }), /domain\.name: got "www\.example\.com"/],
    ["a zone that an up may not read", denied, /AccessDenied/],
  ] as const) {
    it(`ends the run where it is ${title}`, async () => {
      await assert.rejects(
        deploy(() => readDomain(DOMAIN, []), answering(answer)),
        message,
      );
    });
  }

  it("is left out of a preview whose role may not read the zone yet, with a warning", async () => {
    const { value, messages } = await deploy(() => {
      // As the engine tells the program.
      Object.assign(pulumi.runtime, { isDryRun: () => true });
      return readDomain(DOMAIN, []);
    }, answering(denied)).finally(() => Object.assign(pulumi.runtime, { isDryRun: IS_DRY_RUN }));
    assert.equal(value.certified, true);
    assert.match(
      messages.join(),
      /^warning: domain\.zoneId: not checked, since the credentials may not read Z0EXAMPLE$/,
    );
  });
});

const IS_DRY_RUN = pulumi.runtime.isDryRun;
