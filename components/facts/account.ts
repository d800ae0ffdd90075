import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getRegion } from "@pulumi/aws/getRegion";

import type { Account } from "../policy/oidc";

/** The account and region of the stack's AWS credentials, asked before anything is built. */
export async function readAccount(): Promise<Account> {
  const [{ accountId, arn }, { region }] = await Promise.all([getCallerIdentity(), getRegion()]);
  const [, partition = "aws"] = arn.split(":");
  return { id: accountId, partition, region };
}
