import { BUCKET, DISTRIBUTION, type Double } from "../../support/s3/double";

/** The environment of a script that handles a release, as the workflow gives it; the stack's file is the example's. */
export function publishEnv({ env }: Pick<Double, "env">, temp: string, run = "9"): Record<string, string> {
  return {
    ...env,
    RUNNER_TEMP: temp,
    STACK: "prod",
    SITE_BUCKET: BUCKET,
    DISTRIBUTION_ID: DISTRIBUTION,
    PUBLISH_ROLE_ARN: "arn:aws:iam::111122223333:role/passwordless-cicd-prod-publish-0a1b2c3",
    COMMIT: "a".repeat(40),
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_EVENT_NAME: "push",
  };
}
