import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { OpMap } from "@pulumi/pulumi/automation";
import { EngineReport, type Change } from "./engine-report";
import { messageOf } from "../lib/user-error";
import { brokenState, failure, neverBroughtUp } from "./failure";
import type { Interrupt } from "./interrupt";
import { progressWithoutErrors } from "./progress";
import { openStack, savedState, withJsonPreviews, type Workspace } from "./workspace";

export interface Surroundings extends Workspace {
  readonly interrupt: Interrupt;
  readonly watch: Watch;
  readonly colour: boolean;
}

/** Who watches the engine work. */
export interface Watch {
  /** Takes the engine's own output, without its errors. Default: nobody does. */
  readonly print?: (text: string) => void;
  /** Is told of each resource that is done. */
  readonly step?: (done: Outcome["done"]) => void;
}

/** What an operation has done, or, in a preview, would do. */
export interface Outcome {
  /** How many resources by what happened to them: `{ create: 3, same: 9 }`. */
  readonly counts: OpMap;
  readonly changed: readonly Change[];
  /** The same of AWS's and GitHub's resources alone: no component, no provider. */
  readonly done: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

type Mode = "up" | "preview" | "refresh" | "destroy" | "previewDestroy";

/**
 * The engine's operations on one stack.
 *
 * Each throws a UserError with what the engine said, once, if it fails, and Interrupted if the user stopped it.
 */
export class StackOperations {
  constructor(
    private readonly name: string,
    private readonly surroundings: Surroundings,
  ) {}

  up(): Promise<Outcome> {
    return this.run("up");
  }

  preview(): Promise<Outcome> {
    return this.run("preview");
  }

  /** What `pulumi preview --json` prints. */
  async previewAsJson(): Promise<string> {
    const engine = withJsonPreviews(this.surroundings.engine);
    const stack = await openStack(this.name, { ...this.surroundings, engine });
    let stdout = "";
    try {
      await this.surroundings.interrupt.during(async (signal) => {
        await stack.preview({ signal, onOutput: (text) => (stdout += text) });
      });
    } catch (error) {
      // A failed preview prints its diagnostics as JSON, too.
      if (!stdout.trim().startsWith("{")) throw this.failed("preview", new EngineReport(), error);
    }
    return stdout;
  }

  refresh(): Promise<Outcome> {
    return this.run("refresh");
  }

  /** Refuses if something is protected, before anything is deleted. */
  previewDestroy(): Promise<Outcome> {
    return this.run("previewDestroy");
  }

  /** Call only after previewDestroy: otherwise what is not protected is gone before the engine refuses. */
  destroy(): Promise<Outcome> {
    return this.run("destroy");
  }

  /** The stack's deployment as `pulumi stack export` prints it, secrets still encrypted, from where the engine saves it. */
  async export(): Promise<string> {
    const { folder } = this.surroundings;
    this.mustExist();
    const saved = await readFile(savedState(this.name, this.surroundings), "utf8");
    try {
      const { checkpoint } = JSON.parse(saved) as { readonly checkpoint: { readonly latest?: object } };
      return JSON.stringify({ version: 3, deployment: checkpoint.latest ?? {} }, undefined, 4);
    } catch (error) {
      throw brokenState(this.name, folder.root, messageOf(error), error);
    }
  }

  /** Whether the state folder knows the stack. */
  exists(): boolean {
    return existsSync(savedState(this.name, this.surroundings));
  }

  private mustExist(): void {
    if (!this.exists()) throw neverBroughtUp(this.name, this.surroundings.folder.root);
  }

  private async run(mode: Mode): Promise<Outcome> {
    if (mode !== "up" && mode !== "preview") this.mustExist();
    const stack = await openStack(this.name, this.surroundings);
    const { interrupt, colour, watch } = this.surroundings;
    const { print = () => undefined, step = () => undefined } = watch;
    const report = new EngineReport();
    try {
      await interrupt.during(async (signal) => {
        await stack[mode]({
          signal,
          color: colour ? "always" : "never",
          onOutput: progressWithoutErrors(print),
          onError: report.onError,
          onEvent: (event) => {
            report.onEvent(event);
            if (event.resOutputsEvent) step(report.done);
          },
        });
      });
    } catch (error) {
      throw this.failed(mode, report, error);
    } finally {
      for (const warning of report.warnings) print(`warning: ${warning}\n`);
    }
    const { counts, changed, done, warnings } = report;
    return { counts, changed, done, warnings: [...warnings] };
  }

  /** @param report What the engine has said; if that is nothing, the error holds its last words. */
  private failed(mode: string, report: EngineReport, error: unknown): Error {
    const { interrupt, folder } = this.surroundings;
    const { commandResult: { stderr = "" } = {} } = error as { readonly commandResult?: { readonly stderr?: string } };
    // The engine's words begin there; what stands before is the wrapper's.
    if (report.errors.length === 0) report.onError(stderr.slice(Math.max(0, stderr.search(/^error: /m))));
    return failure({ mode, stack: this.name, state: folder.root, report, error, interrupted: interrupt.pressed });
  }
}
