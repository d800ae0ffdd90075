import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const ROOT = join(__dirname, "..", "..");

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly "working-directory"?: string;
}

export type Permissions = Readonly<Record<string, string>>;

export interface Job {
  readonly name?: string;
  readonly strategy?: {
    readonly "max-parallel"?: number;
    readonly "fail-fast"?: boolean | string;
    readonly matrix: Readonly<Record<string, unknown>>;
  };
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Permissions;
  readonly environment?: string | { readonly name: string };
  readonly concurrency?: string | { readonly group: string; readonly "cancel-in-progress": unknown };
  readonly env?: Readonly<Record<string, unknown>>;
  readonly defaults?: { readonly run: { readonly shell: string } };
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly concurrency?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A local action, whose steps run inside a job that uses it. */
export interface Action {
  readonly inputs?: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** A workflow file as text and as what it says. */
export interface WorkflowFile {
  readonly name: string;
  readonly text: string;
  readonly workflow: Workflow;
}

const FOLDER = join(ROOT, ".github", "workflows");

/** All workflows of the repository. */
export const WORKFLOWS: readonly WorkflowFile[] = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});

const ACTIONS_FOLDER = join(ROOT, ".github", "actions");

/** All local actions, by what a step uses. */
export const ACTIONS: Readonly<Record<string, { readonly text: string; readonly action: Action }>> = Object.fromEntries(
  readdirSync(ACTIONS_FOLDER).map((name) => {
    const text = readFileSync(join(ACTIONS_FOLDER, name, "action.yml"), "utf8");
    return [`./.github/actions/${name}`, { text, action: parse(text) as Action }];
  }),
);

/** A job's steps, with those of its local actions in their place. */
export function allSteps({ steps = [] }: Job): readonly Step[] {
  return steps.flatMap((step) => [step, ...(ACTIONS[step.uses ?? ""]?.action.runs.steps ?? [])]);
}

/** One job. */
export function jobOf(file: string, job: string): Job {
  const found = WORKFLOWS.find(({ name }) => name === file)?.workflow.jobs[job];
  if (found === undefined) throw new Error(`${file} has no job ${job}`);
  return found;
}

/** A built site, as the build job hands it over: what is below site/ is the user's, and no test reads it. */
export const BUILT_SITE = join(ROOT, "tests", "support", "example", "site");
