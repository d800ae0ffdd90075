import type { ResourceActions } from "./aws-targets";

/** What a distribution's logs need besides their bucket. Sources: see RESOURCE_ACTIONS. */
export const LOG_ACTIONS = {
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
    read: { logSource: ["logs:GetDeliverySource", "logs:ListTagsForResource"] },
    create: { logSource: ["logs:PutDeliverySource"], distribution: ["cloudfront:AllowVendedLogDeliveryForResource"] },
    update: { logSource: ["logs:PutDeliverySource"] },
    // AWS's own data says destination here.
    delete: { logDestination: ["logs:DeleteDeliverySource"] },
    tag: { logSource: ["logs:TagResource", "logs:UntagResource"] },
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    read: { logDestination: ["logs:GetDeliveryDestination", "logs:ListTagsForResource"] },
    create: { logDestination: ["logs:PutDeliveryDestination"] },
    update: { logDestination: ["logs:PutDeliveryDestination"] },
    delete: { logDestination: ["logs:DeleteDeliveryDestination"] },
    tag: { logDestination: ["logs:TagResource", "logs:UntagResource"] },
  },
  "aws:cloudwatch/logDelivery:LogDelivery": {
    read: { logDelivery: ["logs:GetDelivery", "logs:ListTagsForResource"] },
    create: { logDelivery: ["logs:CreateDelivery"] },
    update: { logDelivery: ["logs:UpdateDeliveryConfiguration"] },
    delete: { logDelivery: ["logs:DeleteDelivery"] },
    tag: { logDelivery: ["logs:TagResource", "logs:UntagResource"] },
  },
} as const satisfies Readonly<Record<string, ResourceActions>>;
