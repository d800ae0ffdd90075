import assert from "node:assert/strict";

import { certificateNames, dnsRecords, proofOf } from "../../../components/policy/certificate";

const option = (domainName: string) => ({
  domainName,
  resourceRecordName: `_1.${domainName}.`,
  resourceRecordType: "CNAME",
  resourceRecordValue: "_2.acm-validations.aws.",
});

describe("a certificate", () => {
  it("is the same whatever the order of its names, with the shortest first", () => {
    const expected = { domainName: "b.example", subjectAlternativeNames: ["a.b.example", "b.example", "c.example"] };
    assert.deepEqual(certificateNames(["c.example", "a.b.example", "b.example"]), expected);
    assert.deepEqual(certificateNames(["a.b.example", "b.example", "c.example"]), expected);
  });

  it("has a record for each name, found by the name", () => {
    const proof = { name: "_1.b.example.", type: "CNAME", value: "_2.acm-validations.aws." };
    assert.deepEqual(proofOf([option("a.example"), option("b.example")], "b.example"), proof);
    assert.deepEqual(proofOf([], "b.example"), { name: "", type: "", value: "" });
  });

  it("leaves lines of a zone file for anyone who sets records by hand", () => {
    const proofs = [proofOf([option("www.example.com")], "www.example.com")];
    const line = "_1.www.example.com. CNAME _2.acm-validations.aws.";
    assert.deepEqual(dnsRecords(proofs, [], "d111.cloudfront.net"), [line]);
    assert.deepEqual(dnsRecords(proofs, ["www.example.com"], "d111.cloudfront.net"), [
      line,
      "www.example.com. CNAME d111.cloudfront.net.",
    ]);
  });
});
