import assert from "node:assert/strict";

import type { Properties } from "../../../../offline/stand-in/properties";
import type { AwsWorld } from "../../../../offline/stand-in/world";
import { account, testCloud, world } from "../harness";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";
const NAMES = { domainName: "example.com", subjectAlternativeNames: ["www.example.com", "example.com"] };
const ZONE = { id: "Z0EXAMPLE", name: "example.com" };

const cloudWith = (more: Partial<AwsWorld>) => testCloud({ ...world, aws: { ...world.aws, ...more } });
const request = { ...NAMES, validationMethod: "DNS", region: "us-east-1" };

describe("the stand-in's certificates", () => {
  it("ask for one record a name, the same for each certificate of an account", async () => {
    const { aws } = cloudWith({ hostedZones: [ZONE] });
    const [one, other] = [await aws.create(CERTIFICATE, request), await aws.create(CERTIFICATE, request)];
    assert.notEqual(one.id, other.id);
    assert.deepEqual(one.properties.domainValidationOptions, other.properties.domainValidationOptions);
    const options = one.properties.domainValidationOptions as readonly Properties[];
    assert.deepEqual(
      options.map(({ domainName }) => domainName),
      ["example.com", "www.example.com"],
    );
  });

  it("are issued only with their records, and waited for in vain without", async () => {
    const { aws, read } = cloudWith({ hostedZones: [ZONE] });
    const { id, properties } = await aws.create(CERTIFICATE, request);
    const wait = () => aws.create(VALIDATION, { certificateArn: id, region: "us-east-1" });
    for (const option of properties.domainValidationOptions as readonly Properties[]) {
      await assert.rejects(wait(), /to be issued: timeout while waiting .*PENDING_VALIDATION/);
      const { resourceRecordName: name = "", resourceRecordType: type = "", resourceRecordValue: value = "" } = option;
      await aws.create(RECORD, { zoneId: ZONE.id, name, type, records: [value], ttl: 300 });
    }
    await wait();
    const held = read().resources.find((each) => each.id === id);
    assert.equal(held?.properties.status, "ISSUED");
  });

  it("are issued where DNS is elsewhere, unless the world says that nobody sets the records", async () => {
    for (const [recordsElsewhere, status] of [
      ["set", "ISSUED"],
      ["missing", "PENDING_VALIDATION"],
    ] as const) {
      const { aws, read } = cloudWith({ recordsElsewhere });
      const { properties } = await aws.create(CERTIFICATE, request);
      assert.equal(properties.status, "PENDING_VALIDATION");
      assert.equal(read().resources.at(-1)?.properties.status, status);
    }
  });

  it("have a first name of at most 64 characters", () => {
    const inputs = { ...request, domainName: `${"a".repeat(60)}.com.de` };
    const { failures } = cloudWith({}).aws.check(CERTIFICATE, { name: "site", olds: {}, news: inputs });
    assert.match(String(failures[0]?.reason), /at most 64/);
  });
});

describe("the stand-in's records", () => {
  const address = { zoneId: ZONE.id, name: "WWW.example.com.", type: "A", records: ["192.0.2.1"], ttl: 60 };

  it("are one of each name and type in a zone, whatever the spelling", async () => {
    const { aws } = cloudWith({ hostedZones: [ZONE] });
    assert.equal((await aws.create(RECORD, address)).properties.fqdn, "www.example.com");
    await aws.create(RECORD, { ...address, type: "AAAA" });
    await assert.rejects(
      aws.create(RECORD, { ...address, name: "www.example.com" }),
      /InvalidChangeBatch: \[Tried to create resource record set \[name='www\.example\.com\.', type='A'\] but it already exists\]/,
    );
  });

  it("are in a zone that is there, and below its name", async () => {
    const { aws } = cloudWith({ hostedZones: [ZONE] });
    await assert.rejects(aws.create(RECORD, { ...address, zoneId: "Z0NONE" }), /NoSuchHostedZone/);
    await assert.rejects(aws.create(RECORD, { ...address, name: "notexample.com" }), /is not permitted in zone/);
  });
});

describe("the stand-in's distributions", () => {
  const site = {
    enabled: true,
    origins: [{ originId: "site", domainName: "x.s3.test" }],
    defaultCacheBehavior: { targetOriginId: "site" },
    restrictions: { geoRestriction: { restrictionType: "none" } },
  };
  const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
  const refuses = async (
    more: Partial<AwsWorld>,
    inputs: Properties,
    message: RegExp,
    requested: Properties = request,
  ) => {
    const { aws } = cloudWith(more);
    const { id } = await aws.create(CERTIFICATE, requested);
    const viewerCertificate = { acmCertificateArn: id, ...(inputs.viewerCertificate as Properties | undefined) };
    const create = () => aws.create(DISTRIBUTION, { ...site, ...inputs, viewerCertificate });
    await assert.rejects(create(), message);
  };

  it("take no name without a certificate, which is issued, of us-east-1, and for that name", async () => {
    const aliases = ["www.example.com"];
    const invalid = /InvalidViewerCertificate: The specified SSL certificate doesn't exist/;
    const none = cloudWith({}).aws.create(DISTRIBUTION, {
      ...site,
      aliases,
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    await assert.rejects(none, /InvalidViewerCertificate: To add an alternate domain name/);
    await refuses({ recordsElsewhere: "missing" }, { aliases }, invalid);
    await refuses({}, { aliases }, invalid, { ...request, region: "eu-central-1" });
    await refuses(
      {},
      { aliases, viewerCertificate: { acmCertificateArn: `arn:aws:acm:us-east-1:${account}:x` } },
      invalid,
    );
    await refuses({}, { aliases: ["other.example.com"] }, /doesn't cover the alternate domain name/);
  });

  it("take no name that another has, of this account or of somebody else's", async () => {
    const aliases = ["www.example.com"];
    await refuses({ aliasesInUse: aliases }, { aliases }, /CNAMEAlreadyExists/);
    const { aws } = cloudWith({});
    const { id } = await aws.create(CERTIFICATE, request);
    const inputs = { ...site, aliases, viewerCertificate: { acmCertificateArn: id } };
    await aws.create(DISTRIBUTION, inputs);
    await assert.rejects(aws.create(DISTRIBUTION, inputs), /CNAMEAlreadyExists/);
    await assert.rejects(aws.delete(CERTIFICATE, id), /ResourceInUseException/);
  });
});
