import type { EngineEvent, OpMap, StepEventMetadata } from "@pulumi/pulumi/automation";

/** What the engine did to one resource. */
export interface Change {
  readonly operation: string;
  /** Type and name, as in `aws:s3/bucket:Bucket site`. */
  readonly resource: string;
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

/** What the engine says after every failure, and what says nothing. */
const empty = /^(preview|update|destroy|refresh) failed$/;
const wrapper = /^(One or more errors occurred|error hooks execution failed: error hook "[^"]*" failed): /;
const unchanged = ["same", "read", "refresh"];
/** A replacement is reported in three steps, and counts once. */
const partOfReplacement = ["replace", "delete-replaced"];

/** Collects what the engine reports of one operation: its changes, and each error and warning once. */
export class EngineReport {
  readonly changed: Change[] = [];
  /** How many of AWS's and GitHub's resources are done, by what happened to them: `{ create: 3, same: 9 }`. */
  readonly done: Record<string, number> = {};
  readonly warnings = new Set<string>();
  counts: OpMap = {};
  readonly #errors = new Set<string>();
  #stderr = "";

  readonly onEvent = (event: EngineEvent): void => {
    if (event.summaryEvent) this.counts = event.summaryEvent.resourceChanges;
    const step = event.resOutputsEvent?.metadata;
    if (step && !unchanged.includes(step.op)) this.changed.push({ operation: step.op, resource: nameOf(step.urn) });
    if (step && isOfProvider(step) && !partOfReplacement.includes(step.op))
      this.done[step.op] = (this.done[step.op] ?? 0) + 1;
    const { severity, message = "", urn } = event.diagnosticEvent ?? {};
    if (severity === "warning") this.warnings.add(message.trim());
    if (severity === "error") this.#addError(message.trim(), urn);
  };

  readonly onError = (text: string): void => {
    this.#stderr += text;
  };

  /** Each error once; what the engine says before it begins comes on standard error, without an event. */
  get errors(): string[] {
    const errors = [...this.#errors];
    if (errors.length === 0) errors.push(...this.#stderr.split(/^error: /m).map((each) => each.trim()));
    return errors.filter((each) => each !== "" && !errors.some((other) => other !== each && other.includes(each)));
  }

  #addError(message: string, urn: string | undefined): void {
    if (empty.test(message)) return;
    const text = message.replace(wrapper, "");
    this.#errors.add(urn === undefined || urn === "" ? text : `${nameOf(urn)}: ${text}`);
  }
}

/** Not a component, stack or provider. */
function isOfProvider({ type, new: now, old }: StepEventMetadata): boolean {
  return (now ?? old)?.custom === true && !type.startsWith("pulumi:");
}

/** `urn:pulumi:dev::project::a:b:C$aws:s3/bucket:Bucket::site` is `aws:s3/bucket:Bucket site`. */
function nameOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").pop() ?? ""} ${name}`;
}
