// The bucket that a stack's release goes to, and which release it is.
import { refuseWithdrawn } from "../withdrawn.ts";
import { DeliveryError } from "../actions.ts";
import { awsFromEnvironment } from "../aws/endpoints.ts";
import type { Bucket } from "../aws/s3.ts";
import { bucketName, commitHash, stackName } from "../forms.ts";
import { positiveInteger, readSettings, textLike } from "../settings.ts";
import { accountsOf, readStackFile } from "../stack-file.ts";
import type { Release } from "./list.ts";

/**
 * The bucket, with who asks: SITE_BUCKET, STACK, the role that was assumed, and what the action that assumes it leaves.
 *
 * @throws DeliveryError if a setting is missing or wrong, or the role is in an account that the stack's file does not name.
 */
export function bucketFromEnvironment(role: "PUBLISH_ROLE_ARN" | "DRIFT_ROLE_ARN" = "PUBLISH_ROLE_ARN"): Bucket {
  const {
    SITE_BUCKET,
    STACK,
    [role]: arn,
  } = readSettings({
    SITE_BUCKET: bucketName,
    STACK: stackName,
    [role]: textLike(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the role that was assumed"),
  } as const);
  const accounts = accountsOf(readStackFile(`Pulumi.${STACK}.yaml`));
  const owner = accounts.find((account) => String(arn).split(":")[4] === account);
  if (owner === undefined) {
    throw new DeliveryError(`${role}: got ${String(arn)}; expected a role in ${accounts.join(" or ")}`);
  }
  return { aws: awsFromEnvironment(), name: SITE_BUCKET, owner };
}

/**
 * This run's release: COMMIT, and what Actions sets by itself.
 *
 * @throws DeliveryError if a setting is missing or wrong, or the commit is withdrawn.
 */
export function releaseFromEnvironment(): Release {
  const { COMMIT, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = readSettings({
    COMMIT: commitHash,
    GITHUB_RUN_ID: positiveInteger("the run's id"),
    GITHUB_RUN_ATTEMPT: positiveInteger("the run's attempt"),
  });
  refuseWithdrawn(COMMIT);
  return {
    commit: COMMIT,
    run: String(GITHUB_RUN_ID),
    attempt: String(GITHUB_RUN_ATTEMPT),
    time: new Date().toISOString(),
  };
}
