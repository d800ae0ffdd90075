import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { runtime } from "@pulumi/pulumi";
import { notOpened } from "./failure";
import { programIn } from "./program";
import type { StatePaths } from "./state-folder";

/** Where the engine works: its state, its settings, and what it takes for AWS and GitHub. */
export interface Workspace {
  readonly engine: PulumiCommand;
  readonly folder: StatePaths;
  /** The program: its name in Pulumi.yaml, and the folder with its index.ts. */
  readonly project: { readonly name: string; readonly folder: string };
  /** Where the stand-in providers listen. */
  readonly debugProviders: string;
}

/** The file with the engine's state of a stack. */
export function savedState(name: string, { folder, project }: Workspace): string {
  return join(folder.backend, ".pulumi/stacks", project.name, `${name}.json`);
}

/** The stack, made if the state folder does not know it. */
export async function openStack(name: string, workspace: Workspace): Promise<Stack> {
  const { engine, folder, project } = workspace;
  try {
    const local = await LocalWorkspace.create({
      workDir: folder.project,
      pulumiHome: folder.home,
      pulumiCommand: engine,
      envVars: engineEnvironment(workspace),
      program: programIn(project.folder, join(project.folder, "index.ts")),
    });
    // Each operation names its stack: to select it would be one more start of the engine.
    local.selectStack = () => Promise.resolve();
    const stack = await Stack[existsSync(savedState(name, workspace)) ? "select" : "create"](name, local);
    // Nor does anybody here read outputs and history, for which the Automation API starts the engine three times more
    // after each operation: a third of its time.
    stack.outputs = () => Promise.resolve({});
    stack.info = () => Promise.resolve(undefined);
    return stack;
  } catch (error) {
    throw notOpened(name, folder.root, error);
  }
}

/** The engine, with options of previews that the Automation API does not have, for example --json. */
export function withPreviewOptions(engine: PulumiCommand, options: readonly string[]): PulumiCommand {
  const { run } = engine as unknown as Runner;
  const runs: Runner = {
    run: (args, ...rest) => run.call(engine, args[0] === "preview" ? [...args, ...options] : args, ...rest),
  };
  return Object.assign(Object.create(engine) as PulumiCommand, runs);
}

interface Runner {
  readonly run: (args: readonly string[], ...rest: readonly unknown[]) => Promise<unknown>;
}

/** What gRPC reaches without a proxy: engine, program and stand-ins talk to each other on this machine only. */
const LOOPBACK = "127.0.0.1,localhost";

/**
 * Prepares gRPC in this process: it avoids the user's proxy, and each client has its own connections.
 * Otherwise clients of one address share them: where the engine happens to get a port that an earlier one had, the
 * program would get that one's failed connection, and no new one for up to two minutes.
 */
export function prepareGrpc(): void {
  process.env.no_grpc_proxy = LOOPBACK;
  const { grpcClientOptions } = runtime as unknown as { grpcClientOptions: Record<string, unknown> };
  grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;
}

/** What the engine reads from its environment. An empty passphrase: nothing here is a secret. */
function engineEnvironment({ folder, debugProviders }: Workspace): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(folder.backend).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_HOME: folder.home,
    PULUMI_DEBUG_PROVIDERS: debugProviders,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    no_grpc_proxy: LOOPBACK,
  };
}
