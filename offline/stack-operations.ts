import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { OpMap, Stack } from "@pulumi/pulumi/automation";
import { EngineReport, type Change } from "./engine-report";
import { failure } from "./failure";
import type { Interrupt } from "./interrupt";
import { progressWithoutErrors } from "./progress";
import { engineEnvironment, existingStack, makeStack, withJsonPreviews, type Workspace } from "./workspace";

export interface Surroundings extends Workspace {
  readonly interrupt: Interrupt;
  /** Takes the engine's live progress. */
  readonly print: (text: string) => void;
  readonly colour: boolean;
}

/** What an operation has done, or, in a preview, would do. */
export interface Outcome {
  /** How many resources by what happened to them: `{ create: 3, same: 9 }`. */
  readonly counts: OpMap;
  readonly changed: readonly Change[];
}

type Mode = "up" | "preview" | "refresh" | "destroy" | "previewDestroy";

/**
 * The engine's operations on one stack.
 *
 * Each throws a UserError with what the engine said, once, where it fails, and Interrupted where the user stopped it.
 */
export class StackOperations {
  constructor(
    private readonly name: string,
    private readonly surroundings: Surroundings,
  ) {}

  async up(): Promise<Outcome> {
    return this.run("up", await makeStack(this.name, this.surroundings));
  }

  async preview(): Promise<Outcome> {
    return this.run("preview", await makeStack(this.name, this.surroundings));
  }

  /** What `pulumi preview --json` prints. */
  async previewAsJson(): Promise<string> {
    const engine = withJsonPreviews(this.surroundings.engine);
    const stack = await makeStack(this.name, { ...this.surroundings, engine });
    return this.surroundings.interrupt.during(async (signal) => (await stack.preview({ signal })).stdout);
  }

  async refresh(): Promise<Outcome> {
    return this.run("refresh", await existingStack(this.name, this.surroundings));
  }

  /** Refuses where something is protected, before anything is deleted. */
  async previewDestroy(): Promise<Outcome> {
    return this.run("previewDestroy", await existingStack(this.name, this.surroundings));
  }

  /** To be called after previewDestroy only: without it, what is not protected is gone before the engine refuses. */
  async destroy(): Promise<Outcome> {
    return this.run("destroy", await existingStack(this.name, this.surroundings));
  }

  /** The stack's deployment as JSON, secrets still encrypted: the Automation API would show them. */
  async export(): Promise<string> {
    await existingStack(this.name, this.surroundings);
    const { engine, folder } = this.surroundings;
    const { stdout } = await promisify(execFile)(engine.command, ["stack", "export", "--stack", this.name], {
      cwd: folder.project,
      env: { ...process.env, ...engineEnvironment(this.surroundings) },
      maxBuffer: Infinity,
    });
    return stdout;
  }

  /** Whether the state folder knows the stack. */
  exists(): boolean {
    const { folder, project } = this.surroundings;
    return existsSync(join(folder.backend, ".pulumi/stacks", project.name, `${this.name}.json`));
  }

  private async run(mode: Mode, stack: Stack): Promise<Outcome> {
    const { interrupt, colour, print } = this.surroundings;
    const report = new EngineReport();
    try {
      await interrupt.during(async (signal) => {
        await stack[mode]({
          signal,
          color: colour ? "always" : "never",
          onOutput: progressWithoutErrors(print),
          onError: report.onError,
          onEvent: report.onEvent,
        });
      });
    } catch (error) {
      throw failure({ mode, stack: this.name, report, error, interrupted: interrupt.pressed });
    } finally {
      for (const warning of report.warnings) print(`warning: ${warning}\n`);
    }
    return { counts: report.counts, changed: report.changed };
  }
}
