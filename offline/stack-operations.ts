import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { JSON_PREVIEW } from "../engine/installed";
import { EngineReport, type Outcome } from "./engine-report";
import { messageOf } from "../lib/user-error";
import { brokenState, failure, neverBroughtUp } from "./failure";
import type { Interrupt } from "./interrupt";
import { progressWithoutErrors } from "./progress";
import { type Looks, type Watch, watched } from "./watched";
import { openStack, savedState, withPreviewOptions, type Workspace } from "./workspace";

export interface Surroundings extends Workspace {
  readonly interrupt: Interrupt;
  /** Who looks on. Undefined: nobody. */
  readonly looks: Looks | undefined;
}

type Mode = "up" | "preview" | "refresh" | "destroy" | "previewDestroy";

/**
 * The engine's operations on one stack.
 *
 * Each throws a UserError with what the engine said, once, if it fails, or if the user stopped it.
 */
export class StackOperations {
  constructor(
    private readonly name: string,
    private readonly surroundings: Surroundings,
  ) {}

  readonly up = (): Promise<Outcome> => this.run("up");
  readonly preview = (): Promise<Outcome> => this.run("preview");
  readonly refresh = (): Promise<Outcome> => this.run("refresh");
  /** Refuses if something is protected, before anything is deleted. */
  readonly previewDestroy = (): Promise<Outcome> => this.run("previewDestroy");
  /** Call only after previewDestroy: otherwise what is not protected is gone before the engine refuses. */
  readonly destroy = (): Promise<Outcome> => this.run("destroy");

  /** What a preview with {@link JSON_PREVIEW} prints. */
  async previewAsJson(): Promise<string> {
    const engine = withPreviewOptions(this.surroundings.engine, JSON_PREVIEW);
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
    const { interrupt, looks } = this.surroundings;
    if (looks === undefined || mode === "previewDestroy") return this.operate(mode, {});
    if (mode === "preview") return this.shownPreview(looks);
    return watched(this.name, (watch) => this.operate(mode, watch), looks, interrupt);
  }

  /** The engine's output is what was asked for; of a preview that fails, the error is enough. */
  private async shownPreview({ print, verbose }: Looks): Promise<Outcome> {
    if (verbose) return this.operate("preview", { print });
    let said = "";
    const outcome = await this.operate("preview", { print: (text) => (said += text) });
    print(said);
    return outcome;
  }

  private async operate(mode: Mode, { print = () => undefined, step = () => undefined }: Watch): Promise<Outcome> {
    const { interrupt, looks } = this.surroundings;
    const stack = await openStack(this.name, this.surroundings);
    const report = new EngineReport();
    try {
      await interrupt.during(async (signal) => {
        await stack[mode]({
          signal,
          color: looks?.terminal === true ? "always" : "never",
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
