import type { PulumiCommand } from "@pulumi/pulumi/automation";
import type { Setting } from "./arguments";
import { Interrupt } from "./interrupt";
import { projectRoot } from "../lib/paths";
import { copyStackFile, copyStackFiles, type StackFile } from "./stack-files";
import { StackOperations } from "./stack-operations";
import { serveStandIns } from "./stand-in/serve";
import { startingWorld } from "./starting-world";
import { openStateFolder, refuseOtherProject } from "./state-folder";
import type { Looks } from "./watched";
import { inTemporaryFolder } from "./temporary-folder";
import { prepareGrpc } from "./workspace";

export interface SessionOptions {
  readonly engine: PulumiCommand;
  /** The state folder. Default: a new one, of which nothing is left. */
  readonly state?: string;
  /** Where Pulumi.yaml, the stack files and index.ts are. Default: this repository. */
  readonly project?: string;
  /** A world file; read only if the state folder has no cloud yet. Default: what the stack files name. */
  readonly world?: string | undefined;
  /** Changed settings, for `stack` or, without it, for all. */
  readonly config?: readonly Setting[];
  readonly stack?: string | undefined;
  readonly interrupt?: Interrupt;
  /** Who looks on. Default: nobody. */
  readonly looks?: Looks;
  /** Takes whatever else the user should know, one line at a time. */
  readonly say?: (line: string) => void;
}

/** A state folder with its stand-in cloud being served, ready for operations. */
export interface Session {
  /** The stacks of this run, in the order in which they come up. */
  readonly stacks: readonly string[];
  on(stack: string): StackOperations;
  /** The stack's file from now on, with more changed settings than those of the run. */
  use(stack: string, more?: readonly Setting[]): StackFile;
}

/**
 * Opens a state folder, serves its stand-in cloud, and closes both when the work is done.
 *
 * @throws {UserError} for a state folder, a stack, a setting or a world that cannot be used.
 */
export async function withSession<T>(options: SessionOptions, work: (session: Session) => Promise<T>): Promise<T> {
  if (options.state === undefined) return inTemporaryFolder((state) => withSession({ ...options, state }, work));
  const { engine, state, project = projectRoot, config = [], stack, interrupt = new Interrupt() } = options;
  prepareGrpc();
  const folder = openStateFolder(state);
  try {
    const copy = copyStackFiles(project, folder.project, config, stack);
    refuseOtherProject(folder, copy.name);
    const world = startingWorld(options.world, folder.cloud, copy.stacks, options.say);
    const { debugProviders, close } = await serveStandIns({ cloudFile: folder.cloud, world });
    const stacks = copy.stacks.map((file) => file.stack).filter((name) => stack === undefined || name === stack);
    const on = (name: string): StackOperations =>
      new StackOperations(name, {
        engine,
        folder,
        interrupt,
        project: { name: copy.name, folder: project },
        debugProviders,
        looks: options.looks,
      });
    const use = (name: string, more: readonly Setting[] = []): StackFile =>
      copyStackFile(project, folder.project, name, [...config, ...more]);
    return await work({ stacks, on, use }).finally(close);
  } finally {
    folder.release();
  }
}
