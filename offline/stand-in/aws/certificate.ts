import { createHash, randomUUID } from "node:crypto";
import { findResource } from "../cloud";
import { type Properties, textOf, type Value } from "../properties";
import { holds, when } from "../refusals";
import type { Call, ResourceType } from "../resource-type";
import { DISTRIBUTION } from "./distribution-parts";
import { awsErrors } from "./error";
import { isInZone } from "./hosted-zone";

/**
 * A certificate that waits for the DNS records of its names: for those of its validation, or, if no zone of the
 * world holds them all, for somebody to set them elsewhere, which is at once, unless the world says otherwise.
 */
export const certificate: ResourceType = {
  token: "aws:acm/certificate:Certificate",
  inputs: ["domainName", "validationMethod", "region", "subjectAlternativeNames", "tags"],
  replaceOn: ["domainName", "region", "subjectAlternativeNames", "validationMethod"],
  check: ({ domainName }) =>
    typeof domainName === "string" && domainName.length > 64
      ? [{ property: "domainName", reason: `expected length of domainName to be at most 64, got ${domainName}` }]
      : [],
  normalize: (inputs) => ({ ...inputs, subjectAlternativeNames: namesOf(inputs) }),
  decided: {
    arn: ({ id }) => id,
    domainValidationOptions: ({ caller, properties }) =>
      namesOf(properties).map((name) => validationOption(caller.account, name)),
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
    delete: [
      when(
        holds(DISTRIBUTION, ({ properties }, { id }) => certificateOf(properties) === id),
        [400, "ResourceInUseException", "Certificate %id in account %account is in use."],
      ),
    ],
  },
  explain: awsErrors("ACM", { delete: ["DeleteCertificate", "deleting ACM Certificate (%id)"] }),
};

/** Waits until a certificate is issued, for which its records must be there. */
export const certificateValidation: ResourceType = {
  token: "aws:acm/certificateValidation:CertificateValidation",
  inputs: ["certificateArn", "region", "validationRecordFqdns"],
  replaceOn: ["certificateArn", "region", "validationRecordFqdns"],
  id: (properties) => `validation of ${textOf(properties, "certificateArn")}`,
  idDecided: true,
  refuse: { create: [(call) => (isProven(call) ? undefined : [408])] },
  explain: (_, { properties }) =>
    `waiting for ACM Certificate (${textOf(properties, "certificateArn")}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)`,
  effect: (call) => {
    const held = awaited(call);
    if (held !== undefined) held.properties = { ...held.properties, status: "ISSUED" };
  },
};

function awaited({ caller, cloud, properties }: Call) {
  return findResource(cloud, certificate.token, caller.account, textOf(properties, "certificateArn"));
}

/** Whether each record that proves one of its names is there. */
function isProven(call: Call): boolean {
  const options = awaited(call)?.properties.domainValidationOptions as readonly Properties[] | undefined;
  const records = call.cloud.resources.filter(({ type }) => type === "aws:route53/record:Record");
  const isSet = ({ resourceRecordName, resourceRecordValue }: Properties): boolean =>
    records.some(
      ({ properties }) =>
        resourceRecordName === `${textOf(properties, "name")}.` &&
        [properties.records].flat().includes(resourceRecordValue),
    );
  return options?.every(isSet) === true;
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
    createHash("sha256").update(`${salt} ${account} ${domainName}`).digest("hex").slice(0, 32);
  return {
    domainName,
    resourceRecordName: `_${digest("name")}.${domainName}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${digest("value")}.acm-validations.aws.`,
  };
}
