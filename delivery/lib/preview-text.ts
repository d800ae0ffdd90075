// What the comment on a pull request says of a preview.
import { isRecord, parseJson } from "./json.ts";
import { code, fittingBlock } from "./markdown.ts";

/** Changes that are listed by name; the rest is in the preview's own text. */
const LISTED = 50;

interface Step {
  readonly op: string;
  readonly type: string;
  readonly name: string;
}

interface Reserved extends Step {
  readonly why: string;
  readonly trustRoot: boolean;
}

/** What `npm run plan -- --json` prints. */
interface Decision {
  readonly changes: readonly Step[];
  readonly reserved: readonly Reserved[];
}

export interface Preview {
  readonly stack: string;
  readonly commit: string;
  /** The address of the run. */
  readonly run: string;
  /** What `pulumi preview --diff` printed; empty where it did not come so far. */
  readonly diff: string;
  /** What `npm run plan -- --json` printed; anything else where the preview failed. */
  readonly decision: string;
}

/** The comment, in Markdown and within what GitHub takes. */
export function previewText(marker: string, { stack, commit, run, diff, decision }: Preview): string {
  const decided = parseDecision(decision);
  const head = [marker, ...(decided === undefined ? failed(stack) : told(stack, decided))].join("\n");
  const tail = `\n\n<sub>Commit ${code(commit)}, [this run](${run}).</sub>`;
  if (diff.trim() === "") return `${head}\n\nThere is no output; [the run](${run}) says why.${tail}`;
  const [open, close] =
    decided === undefined
      ? ["\n\n", ""]
      : ["\n\n<details><summary>What <code>pulumi preview --diff</code> prints</summary>\n\n", "\n\n</details>"];
  const taken = head.length + open.length + close.length + tail.length;
  return head + open + fittingBlock(diff.trim(), taken, `in the log of [the run](${run})`) + close + tail;
}

function failed(stack: string): string[] {
  return [`### Preview of ${code(stack)}: failed`, "", "Nothing is known of what this pull request would change."];
}

function told(stack: string, { changes, reserved }: Decision): string[] {
  if (changes.length === 0) return [`### Preview of ${code(stack)}: nothing would change`];
  const trustRoot = reserved.filter((step) => step.trustRoot);
  const others = reserved.filter((step) => !step.trustRoot);
  const lines = [`### Preview of ${code(stack)}: ${changes.length} to change`];
  if (trustRoot.length > 0) {
    lines.push("", "#### ⚠️ This changes who may do what", "", `${administrator(stack)} Look at these first:`, "");
    lines.push(...listed(trustRoot));
  }
  if (others.length > 0) {
    lines.push("", "#### Only an administrator may apply this, too", "");
    if (trustRoot.length === 0) lines.push(administrator(stack), "");
    lines.push(...listed(others));
  }
  if (reserved.length === 0) lines.push("", "After the merge the infrastructure workflow applies all of it.");
  return lines;
}

function administrator(stack: string): string {
  return `An administrator must apply this pull request, by ${code(`pulumi up --stack ${stack}`)}: the infrastructure workflow stops before any write.`;
}

function listed(steps: readonly Reserved[]): string[] {
  const lines = steps
    .slice(0, LISTED)
    .map(({ op, type, name, why }) => `- ${code(`${op} ${type} ${name}`)} (${code(why)})`);
  return steps.length > LISTED ? [...lines, `- and ${steps.length - LISTED} more`] : lines;
}

function parseDecision(text: string): Decision | undefined {
  const value = parseJson(text);
  if (!isRecord(value)) return undefined;
  const { changes, reserved } = value;
  return isList(changes, isStep) && isList(reserved, isReserved) ? { changes, reserved } : undefined;
}

function isList<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isStep(value: unknown): value is Step {
  return isRecord(value) && ["op", "type", "name"].every((key) => typeof value[key] === "string");
}

function isReserved(value: unknown): value is Reserved {
  return isStep(value) && isRecord(value) && typeof value.why === "string" && typeof value.trustRoot === "boolean";
}
