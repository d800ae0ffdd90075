import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { TYPE_STRIPPING } from "../../lib/type-stripping";
import { type Contexts, filledIn, holds } from "./expression";
import { type Action, ACTIONS, type Job, type Step } from "./files";

/** What stands around a job. */
export interface Surroundings {
  /** A folder of the test's own: the runner's files and temporary folder. */
  readonly folder: string;
  /** The checkout. */
  readonly workspace: string;
  /** Folders in front of PATH. */
  readonly path: readonly string[];
  /** What Actions and the runner put into the environment. Nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** What expressions can read. */
  readonly contexts: Contexts;
  /** What each action does: it may change the environment of later steps. Throws where it fails. */
  readonly actions: Readonly<
    Record<string, (inputs: Readonly<Record<string, string>>) => Readonly<Record<string, string>>>
  >;
}

export interface StepResult {
  readonly step: Step;
  readonly outcome: "success" | "failure" | "skipped";
  readonly output: string;
  /** What it gave to later steps. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs the steps of a job as the runner would: `run` steps as they stand, by bash; actions by what the test says that
 * they do. An expression, a condition or an action that the test does not know is an error.
 */
export async function runJob(job: Job, surroundings: Surroundings): Promise<StepResult[]> {
  const env = { ...surroundings.env, ...filled(job.env, surroundings.contexts) };
  const state = { env, failed: false };
  return (await runSteps(job.steps ?? [], state, surroundings.contexts, job, surroundings)).results;
}

/** What steps leave to those after them. */
interface State {
  env: Record<string, string>;
  failed: boolean;
}

type Steps = Record<string, { outcome: string; outputs: Readonly<Record<string, string>> }>;

const filled = (written: Readonly<Record<string, unknown>> = {}, contexts: Contexts): Record<string, string> =>
  Object.fromEntries(Object.entries(written).map(([name, value]) => [name, filledIn(value, contexts)]));

async function runSteps(
  list: readonly Step[],
  state: State,
  outside: Contexts,
  job: Job,
  surroundings: Surroundings,
): Promise<{ readonly results: StepResult[]; readonly steps: Steps }> {
  const results: StepResult[] = [];
  const steps: Steps = {};
  for (const step of list) {
    const status = { success: () => !state.failed, failure: () => state.failed };
    const contexts = { ...outside, env: state.env, steps, ...status };
    let result: Result = { outcome: "skipped", output: "", outputs: {} };
    if (holds(step.if ?? "success()", contexts)) {
      const local = ACTIONS[step.uses ?? ""]?.action;
      if (local !== undefined) {
        const inner = await runLocal(local, filled(step.with, contexts), state, outside, job, surroundings);
        results.push(...inner.results);
        result = inner.result;
      } else if (step.run === undefined) {
        const addEnv = (more: Readonly<Record<string, string>>): void => void Object.assign(state.env, more);
        result = act(step, filled(step.with, contexts), surroundings, addEnv);
      } else result = await runStep(step, { ...state.env, ...filled(step.env, contexts) }, job, surroundings);
    }
    const { outcome, output, outputs } = result;
    if (step.id !== undefined) steps[step.id] = { outcome, outputs };
    state.failed ||= outcome === "failure";
    results.push({ step, outcome, output, outputs });
  }
  return { results, steps };
}

/** The steps of a local action, which know neither variables nor secrets. */
async function runLocal(
  { inputs: declared = {}, outputs = {}, runs }: Action,
  given: Readonly<Record<string, string>>,
  state: State,
  around: Contexts,
  job: Job,
  surroundings: Surroundings,
): Promise<{ readonly results: readonly StepResult[]; readonly result: Result }> {
  for (const name of Object.keys(given)) if (declared[name] === undefined) throw new Error(`no input ${name}`);
  const defaults = Object.entries(declared).map(([name, input]) => [name, input.default ?? ""] as const);
  const inputs = { ...Object.fromEntries(defaults), ...given };
  const outside = Object.fromEntries(
    Object.entries(around).filter(([name]) => !["vars", "secrets", "needs"].includes(name)),
  );
  const before = state.failed;
  const { results, steps } = await runSteps(runs.steps, state, { ...outside, inputs }, job, surroundings);
  const values = Object.entries(outputs).map(([name, { value }]) => [name, filledIn(value, { steps })] as const);
  const outcome = state.failed && !before ? "failure" : "success";
  return { results, result: { outcome, output: "", outputs: Object.fromEntries(values) } };
}

type Result = Omit<StepResult, "step">;

function act(
  { uses = "" }: Step,
  inputs: Readonly<Record<string, string>>,
  { actions }: Surroundings,
  addEnv: (env: Readonly<Record<string, string>>) => void,
): Result {
  const action = actions[uses.split("@")[0] ?? ""];
  if (action === undefined) throw new Error(`the test does not know the action ${uses}`);
  try {
    addEnv(action(inputs));
    return { outcome: "success", output: "", outputs: {} };
  } catch (error) {
    return { outcome: "failure", output: String(error), outputs: {} };
  }
}

async function runStep(
  step: Step,
  env: Readonly<Record<string, string>>,
  job: Job,
  { folder, workspace, path }: Surroundings,
): Promise<Result> {
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
  const shell = step.shell ?? job.defaults?.run.shell;
  const flags = shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : ["-e"];
  if (shell !== undefined && shell !== "bash") throw new Error(`the test does not know the shell ${shell}`);
  mkdirSync(folder, { recursive: true });
  const [script, output, summary] = ["step.sh", "output", "summary"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(script, step.run ?? "");
  writeFileSync(output, "");
  if (!existsSync(summary)) writeFileSync(summary, "");
  const child = spawn("bash", [...flags, script], {
    cwd: join(workspace, step["working-directory"] ?? "."),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...env,
      PATH: [...path, process.env.PATH ?? ""].join(":"),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      NODE_OPTIONS: TYPE_STRIPPING.join(" "),
    },
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  // A line for each, or several between a word and the same word.
  const written = readFileSync(output, "utf8").matchAll(/^([\w-]+)(?:=(.*)|<<(\S+)\n(?:([^]*?)\n)?\3)$/gm);
  const outputs = Object.fromEntries([...written].map(([, name = "", line, , lines]) => [name, line ?? lines ?? ""]));
  return { outcome: code === 0 ? "success" : "failure", output: stdout + stderr, outputs };
}
