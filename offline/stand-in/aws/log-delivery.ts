import { findResource, resourcesOf } from "../cloud";
import { isObject, type Properties, textOf } from "../properties";
import type { Call, Refusal, ResourceType } from "../resource-type";
import { bucket } from "./bucket";
import { distribution } from "./distribution";
import { madeUpId } from "./ids";
import { conflict, deniedToLogs, letsLogsIn, LOG_REGION, missing, wrongRegion } from "./log-refusals";

/** What the three parts of a log's way have in common. */
function partOf(kind: string, type: Omit<ResourceType, "derived">): ResourceType {
  const arn = ({ caller, id }: Call): string => `arn:aws:logs:${LOG_REGION}:${caller.account}:${kind}:${id}`;
  return { ...type, derived: { tagsAll: ({ tags }) => tags ?? {} }, decided: { ...type.decided, arn } };
}

/** Refuses to delete what a delivery still uses. */
function unlessUsed(operation: string, property: "deliverySourceName" | "deliveryDestinationArn"): Refusal {
  return (call) => {
    const key = property === "deliverySourceName" ? "name" : "arn";
    const used = held(call, delivery).some(({ properties }) => properties[property] === call.properties[key]);
    return used ? conflict(call, operation, "It is used by a delivery.") : undefined;
  };
}

/** The source of a distribution's logs. */
const source = partOf("delivery-source", {
  token: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  required: ["logType", "resourceArn"],
  optional: ["name", "region", "tags"],
  autonamed: { property: "name", maxLength: 60 },
  replaceOn: ["logType", "name", "region", "resourceArn"],
  decided: { service: () => "cloudfront" },
  id: (properties) => textOf(properties, "name"),
  refuse: {
    create: (call) => {
      const { resourceArn, logType } = call.properties;
      const operation = "PutDeliverySource";
      const elsewhere = wrongRegion(call, operation);
      if (elsewhere !== undefined) return elsewhere;
      if (!held(call, distribution).some(({ properties }) => properties.arn === resourceArn)) {
        return missing(call, operation, "The specified resource does not exist.");
      }
      const same = ({ properties }: { properties: Properties }): boolean =>
        properties.resourceArn === resourceArn && properties.logType === logType;
      return held(call, source).some(same) ? conflict(call, operation, "The resource has a source.") : undefined;
    },
    delete: unlessUsed("DeleteDeliverySource", "deliverySourceName"),
  },
});

/** Where logs go: a bucket. */
const destination = partOf("delivery-destination", {
  token: "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
  required: [],
  optional: ["deliveryDestinationConfiguration", "deliveryDestinationType", "name", "outputFormat", "region", "tags"],
  autonamed: { property: "name", maxLength: 60 },
  replaceOn: ["deliveryDestinationType", "name", "outputFormat", "region"],
  decided: { deliveryDestinationType: () => "S3" },
  id: (properties) => textOf(properties, "name"),
  refuse: {
    create: (call) => {
      const elsewhere = wrongRegion(call, "PutDeliveryDestination");
      if (elsewhere !== undefined || bucketOf(call, call.properties) !== undefined) return elsewhere;
      return missing(call, "PutDeliveryDestination", "The specified bucket does not exist.");
    },
    delete: unlessUsed("DeleteDeliveryDestination", "deliveryDestinationArn"),
  },
});

/** A source's way to a destination. Without the bucket's policy AWS adds its own statement: an error here. */
const delivery = partOf("delivery", {
  token: "aws:cloudwatch/logDelivery:LogDelivery",
  required: ["deliveryDestinationArn", "deliverySourceName"],
  optional: ["fieldDelimiter", "recordFields", "region", "s3DeliveryConfigurations", "tags"],
  replaceOn: ["deliveryDestinationArn", "deliverySourceName", "region"],
  id: () => madeUpId("", 16),
  idDecided: true,
  refuse: {
    create: (call) => {
      const { caller, cloud, properties } = call;
      const elsewhere = wrongRegion(call, "CreateDelivery");
      if (elsewhere !== undefined) return elsewhere;
      const from = findResource(cloud, source.token, caller.account, textOf(properties, "deliverySourceName"));
      const to = held(call, destination).find((one) => one.properties.arn === properties.deliveryDestinationArn);
      if (to === undefined || from === undefined) {
        return missing(call, "CreateDelivery", "The specified source or destination does not exist.");
      }
      return letsLogsIn(call, bucketOf(call, to.properties)?.id ?? "") ? undefined : deniedToLogs(call);
    },
  },
});

/** The logs of a distribution, from their source to a bucket. */
export const logDeliveries = [source, destination, delivery];

function held({ caller, cloud }: Call, { token }: ResourceType) {
  return resourcesOf(cloud, token, caller.account);
}

function bucketOf(call: Call, { deliveryDestinationConfiguration: given }: Properties) {
  const [arn] = (isObject(given) ? textOf(given, "destinationResourceArn") : "").split("/");
  return held(call, bucket).find(({ properties }) => properties.arn === arn);
}
