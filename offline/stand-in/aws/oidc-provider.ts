import { findResource, type StoredResource } from "../cloud";
import { type Properties, template, textOf, UNKNOWN } from "../properties";
import type { ResourceType } from "../resource-type";
import type { AwsWorld } from "../world";
import { awsError } from "./error";

/** What IAM stores if no thumbprint is given: that of a certificate in the issuer's chain. */
const thumbprints = ["2b18947a6a9fc7764fd8b5fb18a863b0c6dac24f"];

/** An OIDC provider in IAM, identified by its URL: an account has one for each. */
export const oidcProvider: ResourceType = {
  token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  required: ["clientIdLists", "url"],
  optional: ["tags", "thumbprintLists"],
  replaceOn: ["url"],
  check: (inputs) => {
    const url = textOf(inputs, "url");
    if (url === UNKNOWN || url.startsWith("https://")) return [];
    return [{ property: "url", reason: `"url" must begin with https://, got ${url}` }];
  },
  // IAM's answers have the URL without its scheme, and so has the plugin's state.
  normalize: (inputs) => ({ ...inputs, url: withoutScheme(textOf(inputs, "url")) }),
  derived: {
    arn: ({ url }, caller) => template`arn:aws:iam::${caller.account}:oidc-provider/${url}`,
    tagsAll: ({ tags }) => tags ?? {},
  },
  decided: { thumbprintLists: () => thumbprints },
  id: ({ url }, caller) => template`arn:aws:iam::${caller.account}:oidc-provider/${url}`,
  refuse: {
    create: ({ caller, cloud, id, properties }) => {
      if (findResource(cloud, oidcProvider.token, caller.account, id) === undefined) return undefined;
      return awsError({
        doing: "creating IAM OIDC Provider",
        service: "IAM",
        operation: "CreateOpenIDConnectProvider",
        status: 409,
        code: "EntityAlreadyExists",
        message: `Provider with url https://${textOf(properties, "url")} already exists.`,
      });
    },
  },
};

/** A provider that the account holds before the first up. */
export function oidcProviderBefore(account: string, provider: AwsWorld["oidcProviders"][number]): StoredResource {
  const url = withoutScheme(provider.url);
  const arn = `arn:aws:iam::${account}:oidc-provider/${url}`;
  const tags = provider.tags ?? {};
  const properties: Properties = {
    arn,
    url,
    clientIdLists: provider.clientIds,
    tags,
    tagsAll: tags,
    thumbprintLists: thumbprints,
  };
  return { provider: "aws", type: oidcProvider.token, id: arn, account, properties };
}

export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}
