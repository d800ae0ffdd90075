import { template, textOf, UNKNOWN } from "../properties";
import { holds, sameId, when } from "../refusals";
import type { ResourceType } from "../resource-type";
import { awsErrors } from "./error";

const OIDC_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

/** An OIDC provider in IAM, identified by its URL: an account has one for each. */
export const oidcProvider: ResourceType = {
  token: OIDC_PROVIDER,
  inputs: ["clientIdLists", "url", "tags", "thumbprintLists"],
  replaceOn: ["url"],
  check: (inputs) => {
    const url = textOf(inputs, "url");
    if (url === UNKNOWN || url.startsWith("https://")) return [];
    return [{ property: "url", reason: `"url" must begin with https://, got ${url}` }];
  },
  // IAM's answers have the URL without its scheme, and so has the plugin's state.
  normalize: (inputs) => ({ ...inputs, url: withoutScheme(textOf(inputs, "url")) }),
  derived: { arn: ({ url }, caller) => template`arn:aws:iam::${caller.account}:oidc-provider/${url}` },
  // What IAM stores if no thumbprint is given: that of a certificate in the issuer's chain.
  decided: { thumbprintLists: () => ["2b18947a6a9fc7764fd8b5fb18a863b0c6dac24f"] },
  id: ({ url }, caller) => template`arn:aws:iam::${caller.account}:oidc-provider/${url}`,
  refuse: {
    create: [
      when(holds(OIDC_PROVIDER, sameId), [
        409,
        "EntityAlreadyExists",
        "Provider with url https://%url already exists.",
      ]),
    ],
  },
  explain: awsErrors("IAM", { create: ["CreateOpenIDConnectProvider", "creating IAM OIDC Provider"] }),
};

export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}
