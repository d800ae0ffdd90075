import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";

import type { FoundProvider } from "../policy/oidc-provider";

/**
 * The account's OIDC provider for GitHub, or undefined where the account has none. It is asked for by its ARN: a
 * lookup by URL would need the right to list all providers.
 */
export async function findOidcProvider(arn: string): Promise<FoundProvider | undefined> {
  try {
    const { clientIdLists, tags } = await getOpenIdConnectProvider({ arn });
    return { audiences: clientIdLists, tags };
  } catch (error) {
    if (NOT_FOUND.test(String(error))) return undefined;
    throw error;
  }
}

/** How the AWS provider says that a lookup found nothing. */
export const NOT_FOUND = /couldn't find resource|NoSuchEntity/;
