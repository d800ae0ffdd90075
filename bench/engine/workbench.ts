import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { stringify } from "yaml";
import { worldOf } from "../../offline/default-world";
import { EngineReport } from "../../offline/engine-report";
import { failure } from "../../offline/failure";
import { Interrupt } from "../../offline/interrupt";
import { projectRoot } from "../../lib/paths";
import { fileOf, readProject } from "../../lib/stack-files";
import { serveStandIns } from "../../offline/stand-in/serve";
import { openStateFolder } from "../../offline/state-folder";
import { makeStack } from "../../offline/workspace";
import { LanguageHost } from "./language-host";
import type { Program, ProgramReport } from "./program-run";

/** The stack that is measured. */
const STACK = "bench";
const OWNER = "acme";
const ACCOUNT = "111122223333";

export interface Job {
  readonly engine: PulumiCommand;
  readonly program: Program;
  /** Repositories of the pretend GitHub, by their names without the owner; the first one is the stack's. */
  readonly repositories: readonly string[];
  /** More of the stack's settings. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** More of the engine's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** What one operation took. */
export interface Operation extends ProgramReport {
  /** The engine's process, from start to end, in milliseconds. */
  readonly wallMs: number;
}

/** A stack of its own, with nothing up yet, on the real engine against the stand-in cloud. */
export interface Workbench {
  /** @throws {UserError} with what the engine said where the operation fails. */
  run(mode: "preview" | "up"): Promise<Operation>;
}

/** Sets up a stack for as long as `use` takes, and leaves nothing of it. */
export async function onWorkbench<T>(job: Job, use: (workbench: Workbench) => Promise<T>): Promise<T> {
  const state = mkdtempSync(join(tmpdir(), "passwordless-bench-"));
  const folder = openStateFolder(state);
  const name = writeProject(folder.project, job);
  const world = worldOf(
    job.repositories.map((repository) => ({ stack: STACK, setting: settingsOf(`${OWNER}/${repository}`) })),
  );
  const host = new LanguageHost(job.program);
  const standIns = await serveStandIns({ cloudFile: folder.cloud, world });
  const interrupt = new Interrupt();
  const press = (): void => {
    interrupt.press();
    host.close();
  };
  job.signal.addEventListener("abort", press);
  try {
    await host.listen();
    job.signal.throwIfAborted();
    const stack = await makeStack(STACK, {
      engine: job.engine,
      folder,
      project: { name, folder: projectRoot },
      debugProviders: standIns.debugProviders,
      languageHost: host.debugLanguages,
      environment: job.environment ?? {},
    });
    return await use({ run: (mode) => run(mode, stack, host, interrupt) });
  } finally {
    job.signal.removeEventListener("abort", press);
    host.close();
    await standIns.close();
    rmSync(state, { recursive: true, force: true });
  }
}

async function run(mode: "preview" | "up", stack: Stack, host: LanguageHost, interrupt: Interrupt): Promise<Operation> {
  const report = new EngineReport();
  const start = performance.now();
  try {
    await interrupt.during(async (signal) => {
      await stack[mode]({ signal, color: "never", onEvent: report.onEvent, onError: report.onError });
    });
  } catch (error) {
    throw failure({ mode, stack: STACK, state: "", report, error, interrupted: interrupt.pressed });
  }
  const wallMs = performance.now() - start;
  if (host.last === undefined) throw new Error(`${mode}: the program has left no report`);
  return { wallMs, ...host.last };
}

/** @returns The project's name. */
function writeProject(folder: string, { repositories: [repository = ""], config }: Job): string {
  copyFileSync(join(projectRoot, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const settings = {
    "aws:region": "us-east-1",
    "aws:allowedAccountIds": [ACCOUNT],
    repository: `${OWNER}/${repository}`,
    oidcProvider: "create",
    protect: false,
    ...config,
  };
  writeFileSync(join(folder, fileOf(STACK)), stringify({ config: settings }));
  return readProject(folder).name;
}

function settingsOf(repository: string) {
  return (key: string): unknown => (key === "repository" ? repository : undefined);
}
