import { template, textOf, UNKNOWN } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { awsError } from "./error";
import { isInZone, zoneIn } from "./hosted-zone";

/** A DNS record in one of the world's hosted zones: an address of AWS's own, or values. */
export const record: ResourceType = {
  token: "aws:route53/record:Record",
  required: ["name", "type", "zoneId"],
  optional: ["aliases", "records", "ttl"],
  replaceOn: ["name", "type", "zoneId"],
  normalize: (inputs) => ({ ...inputs, name: spelled(textOf(inputs, "name")) }),
  derived: { fqdn: ({ name }) => name ?? UNKNOWN },
  // A zone has one of each name and type.
  id: ({ zoneId, name, type }) => template`${zoneId}_${name}_${type}`,
  refuse: {
    create: (call) => {
      const { cloud, id, properties } = call;
      const [zoneId, name, type] = ["zoneId", "name", "type"].map((property) => textOf(properties, property));
      const zone = zoneIn(cloud.world, zoneId ?? "");
      if (zone === undefined) {
        return refusal(call, 404, "NoSuchHostedZone", `No hosted zone found with ID: ${zoneId}`);
      }
      if (!isInZone(name ?? "", zone.name)) {
        const message = `[RRSet with DNS name ${name}. is not permitted in zone ${zone.name}.]`;
        return refusal(call, 400, "InvalidChangeBatch", message);
      }
      if (!cloud.resources.some((each) => each.type === record.token && each.id === id)) return undefined;
      const message = `[Tried to create resource record set [name='${name}.', type='${type}'] but it already exists]`;
      return refusal(call, 400, "InvalidChangeBatch", message);
    },
  },
};

/** Route 53 ignores capitals and a trailing dot. */
function spelled(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function refusal({ properties }: Pick<Call, "properties">, status: number, code: string, message: string): string {
  return awsError({
    doing: `creating Route53 Record: ${textOf(properties, "name")} ${textOf(properties, "type")}`,
    service: "Route 53",
    operation: "ChangeResourceRecordSets",
    status,
    code,
    message,
  });
}
