import { getResponseHeadersPolicy } from "@pulumi/aws/cloudfront/getResponseHeadersPolicy";

import { InputError, shown } from "../policy/input-error";

/** A response headers policy that the account has, and that is no stack's own. */
export interface SharedHeadersPolicy {
  readonly policyId: string;
  readonly arn: string;
}

/**
 * The policy that `headers.policyId` names; null where the stack has one of its own.
 *
 * @throws InputError where the account has no such policy.
 */
export async function findHeadersPolicy(policyId: string): Promise<SharedHeadersPolicy | null> {
  if (policyId === "") return null;
  try {
    const { arn } = await getResponseHeadersPolicy({ id: policyId });
    return { policyId, arn };
  } catch (error) {
    if (!NOT_FOUND.test(String(error))) throw error;
    const message = `got ${shown(policyId)}; want the id of a response headers policy of the account: aws cloudfront list-response-headers-policies`;
    throw new InputError("The headers policy cannot be used:", [{ key: "headers.policyId", message }]);
  }
}

/** How the AWS provider says that a lookup found nothing. */
const NOT_FOUND = /couldn't find resource|NoSuchResponseHeadersPolicy|no matching CloudFront/;
