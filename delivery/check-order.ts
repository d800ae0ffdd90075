// Before a role is assumed: refuses unless the environment before this one succeeded in this run. GitHub's list of jobs
// could go on after a failure (a re-run, a cancelled job), so what decides is what GitHub's API says here and now; an
// answer that is not understood refuses, too.
//
// Settings come from the environment. Those that Actions does not set by itself:
//   FOR            site or infrastructure
//   STACK          the stack; `after` is read from its committed file in the current folder
//   ENVIRONMENT    the environment of the job, which must be the stack's
//   COMMIT         the commit that is published or brought up
//   ROLLBACK       true where the commit was given by hand
//   GITHUB_TOKEN   a token that may read Actions and deployments
import { DeliveryError, hide, run, say } from "./lib/actions.ts";
import { wasPublished } from "./lib/deployed-before.ts";
import { commitHash, NAME, repositoryName, stackName, token } from "./lib/forms.ts";
import { githubSettings } from "./lib/github-api.ts";
import { resultsOf } from "./lib/run-jobs.ts";
import { positiveInteger, readSettings, textLike } from "./lib/settings.ts";
import { committedStacks } from "./lib/stacks.ts";

const settings = {
  FOR: textLike(/^(?:site|infrastructure)$/, "site or infrastructure"),
  STACK: stackName,
  ENVIRONMENT: textLike(NAME, "the name of an environment"),
  COMMIT: commitHash,
  ROLLBACK: { ...textLike(/^(?:true|false)$/, "true or false"), fallback: "false" },
  GITHUB_TOKEN: token("a token"),
  GITHUB_REPOSITORY: repositoryName,
  GITHUB_RUN_ID: positiveInteger("the run's id"),
  ...githubSettings,
};

/** The job of an environment, as GitHub names it: that of a called workflow with its caller's name in front. */
const JOB = {
  site: (environment: string) => `Publish ${environment} / Publish`,
  infrastructure: (environment: string) => `Up ${environment}`,
};

/** The environment that must have succeeded in this run, or why there is none. */
function environmentBefore(
  stack: string,
  environment: string,
  repository: string,
): { after: string } | { none: string } {
  const { stacks, unusable } = committedStacks(".", repository);
  const own = stacks.find((one) => one.stack === stack);
  if (own === undefined) {
    const why = unusable.find((one) => one.stack === stack)?.why ?? `no Pulumi.${stack}.yaml is of ${repository}`;
    throw new DeliveryError(`STACK: got ${stack}; ${why}`);
  }
  if (own.environment !== environment)
    throw new DeliveryError(
      `ENVIRONMENT: got ${environment}; expected ${own.environment}, which Pulumi.${stack}.yaml names`,
    );
  if (own.after === "") return { none: `${environment} comes after no other environment.` };
  const before = stacks.find((one) => one.environment === own.after);
  if (before === undefined)
    throw new DeliveryError(`Pulumi.${stack}.yaml: no usable file serves ${own.after}, which after names`);
  if (before.branch === own.branch) return { after: own.after };
  return { none: `${own.after} is deployed from the branch ${before.branch}, so not in this run.` };
}

await run(async () => {
  const read = readSettings(settings);
  const { STACK, ENVIRONMENT, COMMIT, GITHUB_RUN_ID } = read;
  hide(read.GITHUB_TOKEN);
  const before = environmentBefore(STACK, ENVIRONMENT, read.GITHUB_REPOSITORY);
  if ("none" in before) {
    say(before.none);
    return;
  }
  if (read.ROLLBACK === "true") {
    if (await wasPublished(read, ENVIRONMENT, COMMIT)) {
      say(`A push of ${COMMIT} was published to ${ENVIRONMENT} before: a rollback.`);
      return;
    }
    throw new DeliveryError(
      `${COMMIT} was never published to ${ENVIRONMENT} by a push; expected such a commit by hand`,
    );
  }
  const job = JOB[read.FOR as keyof typeof JOB](before.after);
  const results = await resultsOf(read, GITHUB_RUN_ID, job);
  if (results.length === 1 && results[0] === "success") {
    say(`${before.after} succeeded in this run.`);
    return;
  }
  const got = results.length === 0 ? "is not there" : `ended with ${results.join(", ")}`;
  throw new DeliveryError(
    `${ENVIRONMENT} comes after ${before.after}, and the job "${job}" of this run ${got}; expected success, so run that one again first`,
  );
});
