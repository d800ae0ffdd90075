import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TYPE_STRIPPING } from "../../lib/type-stripping";
import { projectRoot } from "../../lib/paths";
import { UserError } from "../../lib/user-error";
import { releaseEnvironment } from "../../offline/site/publish";
import { ran } from "../../offline/site/ran";
import { BUCKET, type ServedAws } from "./server";

/** What a release took. */
export interface Taken {
  readonly ms: number;
  readonly calls: number;
  /** The peak memory of its processes; unknown for programs that are not ours. */
  readonly peakBytes?: number;
}

/** A release of the built site in a folder, its number in its bucket, and a separate folder for notes. */
export interface Job {
  readonly aws: ServedAws;
  readonly site: string;
  readonly release: number;
  readonly notes: string;
  readonly signal: AbortSignal;
}

/** A way to publish. Returns what one run took, by the name of the row in the tables. */
export interface Way {
  readonly names: readonly string[];
  run(job: Job): Promise<readonly Taken[]>;
}

const STACK = "prod";
const [DISTRIBUTION, REGION] = ["E2EXAMPLE1", "eu-central-1"];

/** The steps of publish-site.yml, in their order, with the time before the probe's and after it. */
export const ours: Way = {
  names: ["this project", "this project, with its probe"],
  async run({ aws, site, release, notes, signal }) {
    const temp = join(notes, "runner");
    rmSync(join(temp, "site"), { recursive: true, force: true });
    cpSync(site, join(temp, "site"), { recursive: true });
    const outputs = { siteBucket: BUCKET, distributionId: DISTRIBUTION, awsRegion: REGION };
    const commit = release.toString(16).padStart(40, "0");
    const env = {
      ...releaseEnvironment({ stack: STACK, account: account(), outputs }, { runner: temp, aws: aws.aws, commit }),
      SITE_URL: aws.site,
      HTTP_URL: aws.plain,
      BUCKET_URL: aws.plain,
      GITHUB_RUN_ID: String(release),
    };
    const step = async (script: string): Promise<Taken> => {
      const memory = join(notes, "memory");
      const probe = ["--import", join(projectRoot, "bench/publishing/peak.mjs")];
      const args = [...TYPE_STRIPPING, ...probe, join(projectRoot, "delivery", script)];
      const ms = await timed(process.execPath, args, { ...env, PEAK_FILE: memory }, signal);
      return { ms, calls: aws.takeCalls(), peakBytes: Number(readFileSync(memory, "utf8")) };
    };
    const steps = [await step("prepare-release.ts"), await step("sync-site.ts"), await step("invalidate-site.ts")];
    const probe = await step("probe-site.ts");
    steps.push(await step("prune-site.ts"));
    return [sum(steps), sum([...steps, probe])];
  },
};

/** As most people do it. */
export const awsSync: Way = {
  names: ["`aws s3 sync --delete` and an invalidation"],
  async run({ aws, site, release, signal }) {
    const env = {
      AWS_ACCESS_KEY_ID: "EXAMPLEEXAMPLEEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_DEFAULT_REGION: REGION,
      AWS_ENDPOINT_URL: aws.aws,
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const distribution = ["--distribution-id", DISTRIBUTION];
    // The ids of local invalidations are numbers.
    const id = `I${String(release).padStart(13, "0")}`;
    const commands = [
      ["s3", "sync", site, `s3://${BUCKET}`, "--delete", "--only-show-errors"],
      ["cloudfront", "create-invalidation", ...distribution, "--paths", "/*"],
      ["cloudfront", "wait", "invalidation-completed", ...distribution, "--id", id],
    ];
    let ms = 0;
    for (const command of commands) ms += await timed("aws", command, env, signal);
    return [{ ms, calls: aws.takeCalls() }];
  },
};

/** Compares by MD5, 32 at a time; no invalidation. */
export const rclone: Way = {
  names: ["`rclone sync --checksum`, no invalidation"],
  async run({ aws, site, signal }) {
    const remote = `:s3,provider=Other,endpoint='${aws.aws}',access_key_id=example,secret_access_key=example:${BUCKET}`;
    // The first version of S3's list, its default for this provider, is not served here.
    const list = ["--fast-list", "--s3-list-version", "2"];
    const fast = ["--transfers", "32", "--checkers", "32", ...list, "--s3-no-head", "--s3-no-check-bucket"];
    const ms = await timed("rclone", ["sync", "--checksum", ...fast, site, remote], { RCLONE_CONFIG: "" }, signal);
    return [{ ms, calls: aws.takeCalls() }];
  },
};

export const limit: Way = {
  names: ["the limit"],
  async run({ aws, site, signal }) {
    const script = join(projectRoot, "bench/publishing/limit.mjs");
    // Started as our scripts are.
    const args = [...TYPE_STRIPPING, script, site, `${aws.aws}/${BUCKET}`];
    const ms = await timed(process.execPath, args, {}, signal);
    return [{ ms, calls: aws.takeCalls() }];
  },
};

/** The first line that `<program> --version` prints, or undefined if it is not there. */
export function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.split("\n")[0]?.trim() : undefined;
}

function account(): string {
  const text = readFileSync(join(projectRoot, `Pulumi.${STACK}.yaml`), "utf8");
  return /allowedAccountIds:[^0-9]*(\d{12})/.exec(text)?.[1] ?? "";
}

function sum(steps: readonly Taken[]): Taken {
  const total = (figure: (step: Taken) => number): number => steps.reduce((all, step) => all + figure(step), 0);
  return {
    ms: total(({ ms }) => ms),
    calls: total(({ calls }) => calls),
    peakBytes: Math.max(...steps.map(({ peakBytes = 0 }) => peakBytes)),
  };
}

/** Runs a program to its end, for so many milliseconds. @throws {UserError} with what it printed, if it fails. */
async function timed(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const start = performance.now();
  const { PATH, HOME } = process.env;
  const { code, printed } = await ran(program, args, { cwd: projectRoot, env: { PATH, HOME, ...env }, signal });
  if (code !== 0) throw new UserError(`${program} ${args.slice(-2).join(" ")} failed:\n${printed.slice(-2000)}`);
  return performance.now() - start;
}
