import { createHash, randomUUID } from "node:crypto";
import { resourcesOf, type StoredResource } from "../cloud";
import { type Properties, textOf, type Value } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { awsError } from "./error";
import { isInZone } from "./hosted-zone";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/**
 * A certificate that waits for the DNS records of its names: for those of its validation, or, if no zone of the
 * world holds them all, for somebody to set them elsewhere, which is at once, unless the world says otherwise.
 */
export const certificate: ResourceType = {
  token: "aws:acm/certificate:Certificate",
  required: ["domainName", "validationMethod"],
  optional: ["region", "subjectAlternativeNames", "tags"],
  replaceOn: ["domainName", "region", "subjectAlternativeNames", "validationMethod"],
  check: ({ domainName }) =>
    typeof domainName === "string" && domainName.length > 64
      ? [{ property: "domainName", reason: `expected length of domainName to be at most 64, got ${domainName}` }]
      : [],
  normalize: (inputs) => ({ ...inputs, subjectAlternativeNames: namesOf(inputs) }),
  derived: { region: (_inputs, caller) => caller.region, tagsAll: ({ tags }) => tags ?? {} },
  decided: {
    arn: ({ id }) => id,
    domainValidationOptions: ({ caller, properties }) =>
      namesOf(properties).map((name) => validationOption(caller.account, name)),
    keyAlgorithm: () => "RSA_2048",
    status: () => "PENDING_VALIDATION",
  },
  id: (properties, { account }) => `arn:aws:acm:${textOf(properties, "region")}:${account}:certificate/${randomUUID()}`,
  idDecided: true,
  settled: ({ cloud: { world }, properties }) => {
    const { hostedZones = [], recordsElsewhere = "set" } = world.aws;
    const isElsewhere = !hostedZones.some((zone) => namesOf(properties).every((name) => isInZone(name, zone.name)));
    return isElsewhere && recordsElsewhere === "set" ? { ...properties, status: "ISSUED" } : properties;
  },
  refuse: {
    delete: ({ caller, cloud, id }) => {
      const users = resourcesOf(cloud, DISTRIBUTION, caller.account);
      if (!users.some(({ properties }) => certificateOf(properties) === id)) return undefined;
      return awsError({
        doing: `deleting ACM Certificate (${id})`,
        service: "ACM",
        operation: "DeleteCertificate",
        status: 400,
        code: "ResourceInUseException",
        message: `Certificate ${id} in account ${caller.account} is in use.`,
      });
    },
  },
};

/** Waits until a certificate is issued, for which its records must be there. */
export const certificateValidation: ResourceType = {
  token: "aws:acm/certificateValidation:CertificateValidation",
  required: ["certificateArn"],
  optional: ["region", "validationRecordFqdns"],
  replaceOn: ["certificateArn", "region", "validationRecordFqdns"],
  derived: { region: (_inputs, caller) => caller.region },
  id: (properties) => `validation of ${textOf(properties, "certificateArn")}`,
  idDecided: true,
  refuse: {
    create: (call) => {
      const arn = textOf(call.properties, "certificateArn");
      const held = heldCertificate(call, arn);
      if (held !== undefined && isProven(call, held)) return undefined;
      return `waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)`;
    },
  },
  effect: (call) => {
    const held = heldCertificate(call, textOf(call.properties, "certificateArn"));
    if (held !== undefined) held.properties = { ...held.properties, status: "ISSUED" };
  },
};

function heldCertificate({ caller, cloud }: Pick<Call, "caller" | "cloud">, arn: string): StoredResource | undefined {
  return resourcesOf(cloud, certificate.token, caller.account).find(({ id }) => id === arn);
}

/** Whether each record that proves one of its names is there. */
function isProven({ cloud }: Call, { properties }: StoredResource): boolean {
  const options = properties.domainValidationOptions as readonly Properties[];
  const records = cloud.resources.filter(({ type }) => type === "aws:route53/record:Record");
  return options.every((option) =>
    records.some(
      ({ properties: { name, records: values } }) =>
        name === withoutDot(textOf(option, "resourceRecordName")) &&
        [values].flat().includes(textOf(option, "resourceRecordValue")),
    ),
  );
}

/** The ARN of a distribution's certificate; empty if it uses CloudFront's own. */
export function certificateOf({ viewerCertificate }: Properties): string {
  return textOf((viewerCertificate ?? {}) as Properties, "acmCertificateArn");
}

/** All names of a certificate, in one order: ACM keeps them as a set. */
export function namesOf({ domainName, subjectAlternativeNames: others }: Properties): string[] {
  return [...new Set([domainName, ...(Array.isArray(others) ? (others as Value[]) : [])].map(String))].sort();
}

/** An account gets the same record for a name, whichever certificate it is for. */
function validationOption(account: string, domainName: string): Properties {
  const digest = (salt: string): string =>
    createHash("sha256").update(`${salt} ${account} ${domainName}`).digest("hex");
  return {
    domainName,
    resourceRecordName: `_${digest("name").slice(0, 32)}.${domainName}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${digest("value").slice(0, 32)}.acm-validations.aws.`,
  };
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}
