import { version } from "@pulumi/aws/package.json";
import { isObject, parseJson, type Properties, textOf, type Value } from "../properties";
import type { ProviderDefinition } from "../resource-type";
import { bucket } from "./bucket";
import { bucketHistory } from "./bucket-history";
import { bucketSettings } from "./bucket-settings";
import { certificate, certificateValidation } from "./certificate";
import { distribution } from "./distribution";
import { edgeFunction, originAccessControl, responseHeadersPolicy } from "./distribution-parts";
import { logDeliveries } from "./log-delivery";
import { lookups } from "./lookups";
import { oidcProvider } from "./oidc-provider";
import { record } from "./record";
import { role } from "./role";
import { rolePoliciesExclusive, rolePolicyAttachmentsExclusive } from "./role-policies-exclusive";
import { rolePolicy } from "./role-policy";

const anyAccount = "111122223333";

/** The stand-in for AWS. */
export const aws: ProviderDefinition = {
  name: "aws",
  version,
  configure: (settings, { world }) => {
    const allowed = allowedAccounts(settings);
    const account = world.aws.accountId ?? allowed[0] ?? anyAccount;
    if (allowed.length > 0 && !allowed.includes(account)) throw new Error(`AWS account ID not allowed: ${account}`);
    const region = regionOf(settings) || (world.aws.region ?? "us-east-1");
    return { account, region, defaultTags: defaultTagsOf(settings) };
  },
  identity: (settings) => ({
    region: regionOf(settings),
    allowedAccountIds: allowedAccounts(settings)[0] ?? anyAccount,
  }),
  resourceTypes: [
    bucket,
    ...bucketSettings,
    ...bucketHistory,
    originAccessControl,
    edgeFunction,
    responseHeadersPolicy,
    distribution,
    ...logDeliveries,
    certificate,
    certificateValidation,
    record,
    oidcProvider,
    role,
    rolePolicy,
    rolePoliciesExclusive,
    rolePolicyAttachmentsExclusive,
  ],
  invokes: lookups,
};

function regionOf(settings: Properties): string {
  return textOf(settings, "region") || (process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "");
}

function defaultTagsOf({ defaultTags: given }: Properties): Properties {
  const value: Value | undefined = typeof given === "string" ? parseJson(given) : given;
  return isObject(value) && isObject(value.tags) ? value.tags : {};
}

/** Lists and objects arrive as JSON texts in a provider's settings. */
function allowedAccounts({ allowedAccountIds: given }: Properties): string[] {
  const ids: Value | undefined = typeof given === "string" ? parseJson(given) : given;
  return Array.isArray(ids) ? ids.map(String) : [];
}
