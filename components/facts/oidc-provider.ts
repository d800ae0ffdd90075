import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";

import type { FoundProvider } from "../policy/oidc-provider";

/**
 * The account's OIDC provider for GitHub, or undefined if the account has none. Looked up by its ARN: a
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

/** The AWS provider's error for a lookup that found nothing. */
export const NOT_FOUND = /couldn't find resource|NoSuchEntity/;
