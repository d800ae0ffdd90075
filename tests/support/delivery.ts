import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { TYPE_STRIPPING } from "../../lib/type-stripping";
import { type Printed, printedTo } from "./printed";

const ROOT = join(__dirname, "..", "..");

async function stripTypes(): Promise<void> {
  const [, loader] = TYPE_STRIPPING;
  if (loader !== undefined) await import(loader);
}

/** A module of delivery/, whose modules are Node's own, in the test's process. `M` is `typeof import(...)` of it. */
export async function deliveryModule<M>(module: string): Promise<M> {
  await stripTypes();
  return (await import(pathToFileURL(join(ROOT, "delivery", module)).href)) as M;
}

export interface Run extends Readonly<Printed> {
  readonly code: number | null;
}

export interface RunOptions {
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** The folder that holds delivery/. Default: this project's. */
  readonly root?: string;
  /** Where it runs. Default: where the tests do. */
  readonly folder?: string;
}

let runs = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a script of delivery/ to its end as a workflow does, but in this process, which starts none for each test: with
 * modules, environment, arguments and folder of its own, one after the other. The tests of workflows start `node`.
 *
 * @param script - Its file name in delivery/, for example `github-app-token.ts`.
 */
export function runDelivery(script: string, options: RunOptions): Promise<Run> {
  const next = last.then(() => runHere(script, options));
  last = next.catch(() => undefined);
  return next;
}

async function runHere(script: string, options: RunOptions): Promise<Run> {
  await stripTypes();
  if (runs === 0) register(pathToFileURL(join(__dirname, "fresh-modules.mjs")));
  runs += 1;
  const url = pathToFileURL(join(options.root ?? ROOT, "delivery", script));
  const printed: Printed = { stdout: "", stderr: "" };
  const back = inPlaceOfThis(options);
  try {
    await printedTo(printed, () => import(`${url.href}?run=${runs}`));
    return { code: Number(process.exitCode ?? 0), ...printed };
  } finally {
    back();
  }
}

/** Gives this process another environment, other arguments and another folder. The answer takes them back. */
function inPlaceOfThis({ env, args = [], folder = process.cwd() }: RunOptions): () => void {
  const { env: ownEnv, argv, exitCode } = process;
  const ownFolder = process.cwd();
  process.chdir(folder);
  Object.assign(process, { env: { ...env }, argv: [...argv.slice(0, 2), ...args], exitCode: undefined });
  return () => {
    process.chdir(ownFolder);
    Object.assign(process, { env: ownEnv, argv, exitCode });
  };
}
