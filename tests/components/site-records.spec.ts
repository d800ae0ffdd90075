import assert from "node:assert/strict";

import { SiteRecords } from "../../components/site-records";
import { deploy, find, resolved } from "../support/deploy";

const RECORD = "aws:route53/record:Record";

describe("SiteRecords", () => {
  it("leads each name to the distribution, by IPv4 and IPv6", async () => {
    const distribution = { domainName: "d111.cloudfront.net", hostedZoneId: "Z0CLOUDFRONT" };
    const args = { zoneId: "Z1", names: ["www.example.com", "example.com"], distribution };
    const { resources, value } = await deploy(() => new SiteRecords("site", args));
    assert.deepEqual(resources.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).sort(), [
      `${RECORD} example.com-A < SiteRecords site`,
      `${RECORD} example.com-AAAA < SiteRecords site`,
      `${RECORD} www.example.com-A < SiteRecords site`,
      `${RECORD} www.example.com-AAAA < SiteRecords site`,
      "passwordless:web:SiteRecords site < ",
    ]);
    for (const type of ["A", "AAAA"]) {
      assert.deepEqual(find(resources, RECORD, `www.example.com-${type}`).inputs, {
        zoneId: "Z1",
        name: "www.example.com",
        type,
        aliases: [{ name: "d111.cloudfront.net", zoneId: "Z0CLOUDFRONT", evaluateTargetHealth: false }],
      });
    }
    const names = ["www.example.com", "www.example.com", "example.com", "example.com"];
    assert.deepEqual(await resolved(value.names), names);
    assert.deepEqual(find(resources, "passwordless:web:SiteRecords").outputs, { names });
  });
});
