import { isObject, type Properties, textOf } from "../properties";
import { holds, unless, when } from "../refusals";
import type { Call, Refusal, ResourceType } from "../resource-type";
import { BUCKET } from "./bucket";
import { DISTRIBUTION } from "./distribution-parts";
import { awsErrors } from "./error";
import { madeUpId } from "./ids";
import { letsLogsIn, LOG_REGION, WRITER } from "./log-permission";

const SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const DESTINATION = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";
const DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";

const inRegion = unless(
  ({ caller, properties: { region = caller.region } }) => region === LOG_REGION,
  [400, "ValidationException", `CloudFront delivers logs in ${LOG_REGION} only.`],
);

const notFound = (what: string) => [400, "ResourceNotFoundException", `The specified ${what} does not exist.`] as const;
const conflict = (message: string) => [400, "ConflictException", message] as const;

interface Part extends Omit<ResourceType, "explain" | "refuse"> {
  /** Empty for the delivery itself. */
  readonly kind: "" | "source" | "destination";
  readonly create: readonly Refusal[];
  /** Whether a delivery uses it. */
  readonly isUsed?: (delivery: Properties, part: Properties) => boolean;
}

/** What the three parts of a log's way have in common. */
function partOf({ kind, create, isUsed = () => false, ...type }: Part): ResourceType {
  const what = kind.charAt(0).toUpperCase() + kind.slice(1);
  const arn = ({ caller, id }: Call): string =>
    `arn:aws:logs:${LOG_REGION}:${caller.account}:delivery${kind && `-${kind}`}:${id}`;
  const inUse = when(
    holds(DELIVERY, (delivery, { properties }) => isUsed(delivery.properties, properties)),
    conflict("It is used by a delivery."),
  );
  const title = `CloudWatch Logs Delivery${what && ` ${what}`} (%id)`;
  return {
    ...type,
    decided: { ...type.decided, arn },
    refuse: { create: [inRegion, ...create], delete: [inUse] },
    explain: awsErrors("CloudWatch Logs", {
      create: [`${what ? "Put" : "Create"}Delivery${what}`, `creating ${title}`],
      delete: [`DeleteDelivery${what}`, `deleting ${title}`],
    }),
  };
}

/** The logs of a distribution, from their source to a bucket. */
export const logDeliveries = [
  partOf({
    kind: "source",
    token: SOURCE,
    inputs: ["logType", "resourceArn", "name", "region", "tags"],
    autonamed: { property: "name", maxLength: 60 },
    replaceOn: ["logType", "name", "region", "resourceArn"],
    decided: { service: () => "cloudfront" },
    id: (properties) => textOf(properties, "name"),
    create: [
      unless(
        holds(DISTRIBUTION, ({ properties }, call) => properties.arn === call.properties.resourceArn),
        notFound("resource"),
      ),
      when(
        holds(
          SOURCE,
          ({ properties: { resourceArn, logType } }, { properties }) =>
            resourceArn === properties.resourceArn && logType === properties.logType,
        ),
        conflict("The resource has a source."),
      ),
    ],
    isUsed: ({ deliverySourceName }, { name }) => deliverySourceName === name,
  }),
  partOf({
    kind: "destination",
    token: DESTINATION,
    inputs: ["deliveryDestinationConfiguration", "deliveryDestinationType", "name", "outputFormat", "region", "tags"],
    autonamed: { property: "name", maxLength: 60 },
    replaceOn: ["deliveryDestinationType", "name", "outputFormat", "region"],
    decided: { deliveryDestinationType: () => "S3" },
    id: (properties) => textOf(properties, "name"),
    create: [
      unless(
        holds(BUCKET, ({ id }, { properties }) => id === bucketOf(properties)),
        notFound("bucket"),
      ),
    ],
    isUsed: ({ deliveryDestinationArn }, { arn }) => deliveryDestinationArn === arn,
  }),
  partOf({
    kind: "",
    token: DELIVERY,
    inputs: [
      "deliveryDestinationArn",
      "deliverySourceName",
      "fieldDelimiter",
      "recordFields",
      "region",
      "s3DeliveryConfigurations",
      "tags",
    ],
    replaceOn: ["deliveryDestinationArn", "deliverySourceName", "region"],
    id: () => madeUpId("", 16),
    idDecided: true,
    create: [
      unless(
        holds(SOURCE, ({ id }, { properties }) => id === properties.deliverySourceName),
        notFound("source"),
      ),
      unless(holds(DESTINATION, isTo), notFound("destination")),
      // AWS adds its own statement to the bucket's policy: an error here.
      unless(
        holds(DESTINATION, (held, call) => isTo(held, call) && letsLogsIn(call, bucketOf(held.properties))),
        [400, "AccessDeniedException", `The bucket lets ${WRITER} write nothing.`],
      ),
    ],
  }),
];

function isTo({ properties: { arn } }: { readonly properties: Properties }, { properties }: Call): boolean {
  return arn === properties.deliveryDestinationArn;
}

/** The name of a destination's bucket. */
function bucketOf({ deliveryDestinationConfiguration: given }: Properties): string {
  return (isObject(given) ? textOf(given, "destinationResourceArn") : "").replace(/^arn:aws:s3:::|\/.*$/g, "");
}
