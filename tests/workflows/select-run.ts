// The job of select-stacks.yml, as a workflow calls it, on stack files of the test's own.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { jobOf, ROOT } from "./files";
import { gitRepository } from "./git-repository";
import { runJob } from "./run-job";

/** Stack files by stack: what each says beside account and repository. */
export type StackFiles = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Selecting {
  /** A new folder. */
  readonly folder: string;
  /** The workflow that asks. */
  readonly workflow: string;
  readonly files: StackFiles;
  /** The files of the branch that a pull request is to be merged into; then the event is a pull request. */
  readonly base?: StackFiles;
  /** Roles of which there is no variable, for example `PROD_PUBLISH`. */
  readonly notUp?: readonly string[];
  readonly branch?: string;
  readonly headRepository?: string;
  readonly author?: string;
}

export interface Selected {
  readonly failed: readonly string[];
  readonly stacks: readonly { readonly stack: string; readonly environment: string; readonly prefix: string }[];
  readonly security: string;
  readonly summary: string;
  readonly output: string;
}

export async function select(selecting: Selecting): Promise<Selected> {
  const { folder, workflow, files, base, notUp = [], branch = "main" } = selecting;
  const { headRepository = "acme/site", author = "octocat" } = selecting;
  mkdirSync(folder, { recursive: true });
  const repository = join(folder, "repository");
  const { git, commit } = gitRepository(repository);
  cpSync(join(ROOT, "delivery"), join(repository, "delivery"), { recursive: true });
  writeFileSync(join(repository, "Pulumi.yaml"), stringify({ name: "passwordless-cicd", runtime: "nodejs" }));
  // A folder that a site may have.
  mkdirSync(join(repository, "base"));
  writeFileSync(join(repository, "base", "index.html"), "");
  for (const state of base === undefined ? [files] : [base, files]) {
    git("rm", "-q", "--ignore-unmatch", "Pulumi.*.yaml");
    for (const [stack, settings] of Object.entries(state)) writeStack(repository, stack, settings);
    git("add", "-A");
    commit("stacks");
  }
  const { for: asks = "", role = "" } = jobOf(workflow, "select").with as Readonly<Record<string, string>>;
  const environments = [...Object.entries(files), ...Object.entries(base ?? {})].map(
    ([stack, settings]) => (settings.environment as string | undefined) ?? stack,
  );
  const prefixes = ["", ...environments.map((environment) => environment.toUpperCase().replaceAll("-", "_"))];
  const variables = prefixes.map((prefix) => {
    const up = prefix !== "" && !notUp.includes(`${prefix}_${role}`);
    return [`${prefix}_${role}_ROLE_ARN`, up ? "arn" : ""] as const;
  });
  const runner = join(folder, "runner");
  const event = base === undefined ? "push" : "pull_request";
  const results = await runJob(jobOf("select-stacks.yml", "select"), {
    folder: runner,
    workspace: repository,
    path: [],
    env: {
      GITHUB_REPOSITORY: "acme/site",
      GITHUB_REF_NAME: branch,
      GITHUB_REF: `refs/heads/${branch}`,
      GITHUB_EVENT_NAME: event,
      RUNNER_TEMP: runner,
    },
    contexts: {
      github: {
        event_name: event,
        base_ref: base === undefined ? "" : branch,
        event: { pull_request: { head: { repo: { full_name: headRepository } }, user: { login: author } } },
      },
      inputs: { for: asks, role },
      vars: Object.fromEntries(variables),
    },
    actions: { "actions/checkout": () => ({}), "actions/setup-node": () => ({}) },
  });
  const outputs = results.at(-1)?.outputs ?? {};
  const summary = readFileSync(join(runner, "summary"), "utf8");
  rmSync(repository, { recursive: true });
  return {
    failed: results.flatMap(({ step, outcome }) => (outcome === "failure" ? [step.name ?? ""] : [])),
    stacks: JSON.parse(outputs.stacks ?? "[]") as Selected["stacks"],
    security: outputs.security ?? "",
    summary,
    output: results.map(({ output }) => output).join(""),
  };
}

/** Writes a stack's file, with account and repository. */
export function writeStack(folder: string, stack: string, settings: Readonly<Record<string, unknown>>): void {
  const config = { "aws:allowedAccountIds": ["111122223333"], repository: "acme/site", ...settings };
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), stringify({ config }));
}
