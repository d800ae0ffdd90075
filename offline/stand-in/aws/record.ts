import { template, textOf, UNKNOWN } from "../properties";
import { holds, sameId, when } from "../refusals";
import type { Call, Refused, ResourceType } from "../resource-type";
import { awsErrors } from "./error";
import { isInZone, zoneIn } from "./hosted-zone";

const RECORD = "aws:route53/record:Record";

/** A DNS record in one of the world's hosted zones: an address of AWS's own, or values. */
export const record: ResourceType = {
  token: RECORD,
  inputs: ["name", "type", "zoneId", "aliases", "records", "ttl"],
  replaceOn: ["name", "type", "zoneId"],
  // Route 53 ignores capitals and a trailing dot.
  normalize: (inputs) => ({ ...inputs, name: textOf(inputs, "name").toLowerCase().replace(/\.$/, "") }),
  derived: { fqdn: ({ name }) => name ?? UNKNOWN },
  // A zone has one of each name and type.
  id: ({ zoneId, name, type }) => template`${zoneId}_${name}_${type}`,
  refuse: {
    create: [
      refusesZone,
      when(holds(RECORD, sameId), [
        400,
        "InvalidChangeBatch",
        "[Tried to create resource record set [name='%name.', type='%type'] but it already exists]",
      ]),
    ],
  },
  explain: awsErrors("Route 53", { create: ["ChangeResourceRecordSets", "creating Route53 Record: %name %type"] }),
};

function refusesZone({ cloud, properties }: Call): Refused | undefined {
  const zone = zoneIn(cloud.world, textOf(properties, "zoneId"));
  if (zone === undefined) return [404, "NoSuchHostedZone", "No hosted zone found with ID: %zoneId"];
  if (isInZone(textOf(properties, "name"), zone.name)) return undefined;
  return [400, "InvalidChangeBatch", `[RRSet with DNS name %name. is not permitted in zone ${zone.name}.]`];
}
