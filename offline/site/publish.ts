import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { TYPE_STRIPPING } from "../../lib/type-stripping";
import { UserError } from "../../lib/user-error";
import { inTemporaryFolder } from "../temporary-folder";
import type { DeployedSite } from "./deployed-site";
import { ran } from "./ran";

/** What publish-site.yml runs, except the probe: it needs https, which is not served here. */
const scripts = ["prepare-release.ts", "sync-site.ts", "invalidate-site.ts", "prune-site.ts"];

export interface Publication {
  readonly site: DeployedSite;
  /** The folder with what is published. */
  readonly built: string;
  /** The folder of the project, with delivery/ and the stack files. */
  readonly project: string;
  /** Where S3 and CloudFront are. */
  readonly aws: string;
  readonly signal: AbortSignal;
}

/**
 * Publishes the built site with the scripts of delivery/, in their order.
 *
 * @throws {UserError} if a script fails, with what it printed.
 */
export async function publishSite({ site, built, project, aws, signal }: Publication): Promise<void> {
  await inTemporaryFolder(async (runner) => {
    cpSync(built, join(runner, "site"), { recursive: true });
    const env = releaseEnvironment(site, { runner, aws, commit: await commitOf(project) });
    for (const script of scripts) {
      const args = [...TYPE_STRIPPING, join(project, "delivery", script)];
      const { code, printed } = await ran(process.execPath, args, { cwd: project, env, signal });
      if (code !== 0) throw new UserError(`${script} did not publish ${site.stack}:\n${printed}`);
    }
  });
}

/** As publish-site.yml, the action that assumes the role and the runner leave it. */
export function releaseEnvironment(
  { stack, account, outputs }: Pick<DeployedSite, "stack" | "account" | "outputs">,
  { runner, aws, commit }: { readonly runner: string; readonly aws: string; readonly commit: string },
): Record<string, string> {
  return {
    STACK: stack,
    COMMIT: commit,
    SITE_BUCKET: outputs.siteBucket ?? "",
    DISTRIBUTION_ID: outputs.distributionId ?? "",
    PUBLISH_ROLE_ARN: outputs.publishRoleArn ?? `arn:aws:iam::${account}:role/none`,
    AWS_REGION: outputs.awsRegion ?? "",
    AWS_ACCESS_KEY_ID: "EXAMPLEACCESSKEYID",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_SESSION_TOKEN: "example",
    AWS_ENDPOINT_URL: aws,
    RUNNER_TEMP: runner,
    GITHUB_RUN_ID: "1",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_EVENT_NAME: "push",
  };
}

/** The commit of the checkout; all zeros if it is not one. */
async function commitOf(cwd: string): Promise<string> {
  return promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd }).then(
    ({ stdout }) => stdout.trim(),
    () => "0".repeat(40),
  );
}
