import assert from "node:assert/strict";

import { SiteCertificate } from "../../components/site-certificate";
import { deploy, find, resolved } from "../support/deploy";

const NAMES = ["www.example.com", "example.com"];
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";

const deployCertificate = (zoneId: string) => deploy(() => new SiteCertificate("site", { names: NAMES, zoneId }));

describe("SiteCertificate", () => {
  it("is a certificate in us-east-1, a record for each name, and the wait until it is issued", async () => {
    const { resources, value } = await deployCertificate("Z1");
    assert.deepEqual(resources.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).sort(), [
      `${CERTIFICATE} site < SiteCertificate site`,
      `${VALIDATION} site < SiteCertificate site`,
      `${RECORD} example.com < SiteCertificate site`,
      `${RECORD} www.example.com < SiteCertificate site`,
      "passwordless:web:SiteCertificate site < ",
    ]);
    assert.deepEqual(find(resources, CERTIFICATE).inputs, {
      domainName: "example.com",
      subjectAlternativeNames: ["example.com", "www.example.com"],
      validationMethod: "DNS",
      region: "us-east-1",
    });
    assert.deepEqual(find(resources, RECORD, "example.com").inputs, {
      zoneId: "Z1",
      name: "_name.example.com.",
      type: "CNAME",
      records: ["_value.acm.test."],
      ttl: 300,
    });
    assert.deepEqual(find(resources, VALIDATION).inputs, {
      certificateArn: "arn:test:Certificate/site",
      validationRecordFqdns: ["_name.example.com.", "_name.www.example.com."],
      region: "us-east-1",
    });
    assert.equal(await resolved(value.arn), "arn:test:Certificate/site");
  });

  it("waits for nothing where DNS is elsewhere, and says which records prove the names", async () => {
    const { resources, value } = await deployCertificate("");
    assert.deepEqual(
      resources.map(({ type }) => type),
      ["passwordless:web:SiteCertificate", CERTIFICATE],
    );
    const { arn, requestedArn, proofs } = await resolved({
      arn: value.arn,
      requestedArn: value.requestedArn,
      proofs: value.proofs,
    });
    assert.deepEqual([arn, requestedArn], ["arn:test:Certificate/site", "arn:test:Certificate/site"]);
    assert.deepEqual(
      proofs,
      ["example.com", "www.example.com"].map((name) => ({
        name: `_name.${name}.`,
        type: "CNAME",
        value: "_value.acm.test.",
      })),
    );
    const { outputs } = find(resources, "passwordless:web:SiteCertificate");
    assert.deepEqual(outputs, { arn, requestedArn, proofs });
  });
});
