// The publish job of publish-site.yml, run to its end in a world of its own.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Routing } from "../../components/policy/routing";
import { EXAMPLE } from "../support/example/project";
import { environmentApi } from "../delivery/environments";
import type { Invalidation } from "../../offline/s3/cloudfront";
import { BUCKET, DISTRIBUTION, type Double, type DoubleOptions, type Received, withAws } from "../support/s3/double";
import type { Store } from "../../offline/s3/store";
import { withServer } from "../support/server";
import { jobOf, type Step } from "./files";
import { runJob, type StepResult } from "./run-job";
import { type Addresses, withSite } from "./world";

export const ROLE_ARN = "arn:aws:iam::111122223333:role/passwordless-cicd-prod-publish-0a1b2c3";
/** The workflow that calls publish-site.yml. */
export const CALLER = "acme/site/.github/workflows/site.yml@refs/heads/main";
export interface Publishing {
  /** The built site; copied to the runner where it is not there already. */
  readonly site: string;
  /** The bucket. */
  readonly store: Store;
  /** How AWS behaves. */
  readonly aws?: DoubleOptions;
  /** A folder for the runner's files, which need not be there. */
  readonly runner: string;
  readonly run: string;
  readonly commit: string;
  readonly github?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** What CloudFront serves, where that is not what is in the bucket. */
  readonly front?: Store;
  /** How GitHub's environment differs from what is promised. */
  readonly environment?: object;
  /** What an address of the site stands for, and what the stack's file says of it. Default: folders, and nothing. */
  readonly routing?: Routing;
  /** What CloudFront makes of it, where that is another. */
  readonly served?: Routing;
  /** The release is restored, and not built. */
  readonly restore?: boolean;
  /** AWS refuses. */
  readonly denied?: boolean;
}

export interface Published {
  readonly results: readonly StepResult[];
  /** What AWS was asked. */
  readonly received: readonly Received[];
  readonly invalidations: readonly Invalidation[];
  /** What each action was given. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly summary: string;
}

/** Runs the steps as they stand, against a double of AWS that keeps what it gets in the bucket. */
export async function publish(publishing: Publishing): Promise<Published> {
  const { store, front = store, runner, run, environment, routing } = publishing;
  const job = jobOf("publish-site.yml", "publish");
  const runAt = async (aws: Double, { SITE_URL, ...addresses }: Addresses, github: string): Promise<Published> => {
    const { inputs, actions } = actionsOf(publishing, aws);
    const contexts = contextsOf(publishing, SITE_URL);
    const results = await runJob(job, {
      folder: runner,
      workspace: routing === undefined ? EXAMPLE : workspaceWith(routing, runner),
      path: [],
      env: {
        GITHUB_REPOSITORY: "acme/site",
        GITHUB_RUN_ID: run,
        GITHUB_RUN_ATTEMPT: contexts.github.run_attempt,
        GITHUB_EVENT_NAME: contexts.github.event_name,
        RUNNER_TEMP: runner,
        PROBE_SECONDS: "1",
        PROBE_WAIT_MS: "1000",
        RETRY_WAIT_MS: "5",
        GITHUB_API_URL: github,
        AWS_ENDPOINT_URL: aws.url,
        ...addresses,
      },
      contexts,
      actions,
    });
    const summary = join(runner, "summary");
    return {
      results,
      inputs,
      received: aws.received,
      invalidations: aws.invalidations.all,
      summary: existsSync(summary) ? readFileSync(summary, "utf8") : "",
    };
  };
  const served = publishing.served ?? routing;
  const use = (aws: Double): Promise<Published> =>
    withServer(environmentApi(environment), (github) =>
      withSite(front, (addresses) => runAt(aws, addresses, github), served),
    );
  return withAws(publishing.aws ?? {}, use, store);
}

/** The example's checkout, in which the stack prod has this routing. */
function workspaceWith(routing: Routing, runner: string): string {
  const workspace = join(runner, "checkout");
  mkdirSync(workspace, { recursive: true });
  cpSync(join(EXAMPLE, "delivery"), join(workspace, "delivery"), { recursive: true });
  const file = readFileSync(join(EXAMPLE, "Pulumi.prod.yaml"), "utf8");
  writeFileSync(join(workspace, "Pulumi.prod.yaml"), `${file.trimEnd()}\n  routing: ${routing} # as the pages are\n`);
  return workspace;
}

function contextsOf({ run, runner, commit, github = {}, vars = {}, restore = false }: Publishing, SITE_URL: string) {
  const variables: Record<string, string> = {
    AWS_REGION: "eu-central-1",
    BRANCH: "main",
    PUBLISH_ROLE_ARN: ROLE_ARN,
    SITE_BUCKET: BUCKET,
    DISTRIBUTION_ID: DISTRIBUTION,
    SITE_URL,
    SESSION_SECONDS: "1800",
    TRUST: "{}",
    ...vars,
  };
  return {
    inputs: { environment: "prod", stack: "prod", prefix: "PROD", commit, rollback: false, restore },
    runner: { temp: runner },
    github: {
      event_name: "push",
      ref: "refs/heads/main",
      workflow_ref: CALLER,
      token: "read-only",
      run_id: run,
      run_attempt: "1",
      ...github,
    },
    vars: Object.fromEntries(Object.entries(variables).map(([name, value]) => [`PROD_${name}`, value])),
  };
}

/** What the job's actions do, and what they were given. */
function actionsOf({ site, runner, denied = false }: Publishing, { env }: Double) {
  const inputs: Record<string, Readonly<Record<string, string>>> = {};
  const record =
    (name: string, answer: Readonly<Record<string, string>> = {}) =>
    (given: Readonly<Record<string, string>>) => {
      inputs[name] = given;
      return answer;
    };
  const actions = {
    "actions/checkout": record("checkout"),
    "actions/setup-node": record("setup-node"),
    "actions/download-artifact": (given: Readonly<Record<string, string>>) => {
      mkdirSync(runner, { recursive: true });
      if (given.path !== site) cpSync(site, given.path ?? "", { recursive: true });
      return record("download")(given);
    },
    "aws-actions/configure-aws-credentials": (given: Readonly<Record<string, string>>) => {
      if (denied) throw new Error("Not authorized to perform sts:AssumeRoleWithWebIdentity");
      const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN = "" } = env;
      return record("assume", { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN })(given);
    },
  };
  return { inputs, actions };
}

/** A step's name, or else its action. */
function nameOf({ name, uses = "" }: Step): string {
  return name ?? uses;
}

/** The names of the steps that failed. */
export function failed({ results }: Published): string[] {
  return results.filter(({ outcome }) => outcome === "failure").map(({ step }) => nameOf(step));
}

/** Each step with what became of it and what it printed. */
export function log({ results }: Published): string {
  return results.map(({ step, outcome, output }) => `${nameOf(step)}: ${outcome}\n${output}`).join("\n");
}
