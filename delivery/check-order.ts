// Before a role is assumed: refuses unless each earlier environment succeeded in this run. GitHub's list of jobs could
// continue after a failure (a re-run, a cancelled job), so GitHub's API decides, at this moment; an answer that is not
// understood also refuses. A commit that was given by hand skips that order, and must have been published to this
// environment by a push: a branch also holds commits that nobody reviewed, such as those in the middle of a merge. A
// withdrawn commit is refused in any case.
//
// Settings come from environment variables. Those that Actions does not set itself:
//   FOR            site or infrastructure
//   STACK          the stack; what it waits for is read from the committed files in the current folder
//   ENVIRONMENT    the environment of the job, which must be the stack's
//   COMMIT         the commit that is published or brought up
//   ROLLBACK       true if the commit was given by hand
//   GITHUB_TOKEN   a token that may read Actions, contents and deployments
import { DeliveryError, run, say } from "./lib/actions.ts";
import { commitHash, NAME, stackName } from "./lib/forms.ts";
import { accessSettings } from "./lib/github-lists.ts";
import { resultsOf, wasPublished } from "./lib/runs.ts";
import { positiveInteger, readSettings, textLike } from "./lib/settings.ts";
import { mayWaitFor, waitsFor } from "./lib/stack-order.ts";
import { committedStacks } from "./lib/stacks.ts";
import { refuseWithdrawnAt } from "./lib/withdrawn.ts";

const settings = {
  ...accessSettings("read Actions, contents and deployments"),
  FOR: textLike(/^(?:site|infrastructure)$/, "site or infrastructure"),
  STACK: stackName,
  ENVIRONMENT: textLike(NAME, "the name of an environment"),
  COMMIT: commitHash,
  ROLLBACK: { ...textLike(/^(?:true|false)$/, "true or false"), fallback: "false" },
  GITHUB_RUN_ID: positiveInteger("the run's id"),
};

/** The name of an environment's job on GitHub: a called workflow's job has its caller's name in front. */
const JOB = {
  site: (environment: string) => `Publish ${environment} / Publish`,
  infrastructure: (environment: string) => `Up ${environment}`,
};

/** A stack's branch, and the environments that must have succeeded in this run. */
function orderOf(stack: string, environment: string, repository: string) {
  const committed = committedStacks(".", repository);
  const { stacks, unusable } = committed;
  const own = stacks.find((one) => one.stack === stack);
  if (own === undefined) {
    const why = unusable.find((one) => one.stack === stack)?.why ?? `no Pulumi.${stack}.yaml is of ${repository}`;
    throw new DeliveryError(`STACK: got ${stack}; ${why}`);
  }
  if (own.environment !== environment)
    throw new DeliveryError(
      `ENVIRONMENT: got ${environment}; expected ${own.environment}, which Pulumi.${stack}.yaml names`,
    );
  const lost = mayWaitFor(own, committed);
  if (lost !== undefined) throw new DeliveryError(`${environment} may wait for ${lost.stack}, and ${lost.why}`);
  const names = waitsFor(own, committed).filter((name) => {
    const before = stacks.find((one) => one.environment === name);
    if (before === undefined)
      throw new DeliveryError(`Pulumi.${stack}.yaml: no usable file serves ${name}, which after names`);
    if (before.branch !== own.branch) say(`${name} is deployed from the branch ${before.branch}, so not in this run.`);
    return before.branch === own.branch;
  });
  return { branch: own.branch, names };
}

await run(async () => {
  const read = readSettings(settings);
  const { STACK, ENVIRONMENT, COMMIT, GITHUB_RUN_ID } = read;
  const { branch, names } = orderOf(STACK, ENVIRONMENT, read.GITHUB_REPOSITORY);
  if (read.FOR === "site") await refuseWithdrawnAt(read, branch, COMMIT);
  if (read.ROLLBACK === "true") {
    if (await wasPublished(read, { environment: ENVIRONMENT, branch, job: JOB.site(ENVIRONMENT) }, COMMIT)) {
      say(`A push of ${COMMIT} was published to ${ENVIRONMENT} before: a rollback.`);
      return;
    }
    throw new DeliveryError(
      `${COMMIT} was never published to ${ENVIRONMENT} by a push to ${branch}; expected a commit that was`,
    );
  }
  if (names.length === 0) say(`${ENVIRONMENT} waits for no other environment of this run.`);
  for (const name of names) {
    const job = JOB[read.FOR as keyof typeof JOB](name);
    const results = await resultsOf(read, GITHUB_RUN_ID, job);
    if (results.length !== 1 || results[0] !== "success") {
      const got = results.length === 0 ? "is not there" : `ended with ${results.join(", ")}`;
      throw new DeliveryError(
        `${ENVIRONMENT} comes after ${name}, and the job "${job}" of this run ${got}; expected success, so run that one again first`,
      );
    }
    say(`${name} succeeded in this run.`);
  }
});
