// The text of the comment on a pull request about a preview.
import { isListOf, isRecord, parseJson } from "./json.ts";
import { beginning, code, fittingBlock, LONGEST } from "./markdown.ts";

/** In place of a stack's name: none is previewed. */
export const NO_STACK = "-";

/** The most changes listed by name; the rest is in the preview's own text. */
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
  /** What `pulumi preview --diff` printed; empty if it did not get that far. */
  readonly diff: string;
  /** What `npm run plan -- --json` printed; anything else if the preview failed. */
  readonly decision: string;
  /** Where GitHub's environment is less protected than the settings say, one per line; empty if it is not. */
  readonly environment: string;
  /** What the pull request changes in the list of stacks itself, in Markdown; empty if it changes nothing. */
  readonly security: string;
  /** The stack's `githubApp`, with which the infrastructure workflow may write; empty if it has none. */
  readonly githubApp: string;
}

/** The comment, in Markdown and within GitHub's limit. */
export function previewText(marker: string, preview: Preview): string {
  const { stack, commit, run, diff, decision } = preview;
  const tail = `\n\n<sub>Commit ${code(commit)}, [this run](${run}).</sub>`;
  if (stack === NO_STACK) return [marker, "### No stack is previewed", ...warned(preview)].join("\n") + tail;
  const decided = parseDecision(decision);
  const title = `### Preview of ${code(stack)}: ${decided === undefined ? "failed" : summaryOf(decided)}`;
  const lines = [marker, title, ...unprotected(preview), ...warned(preview, decided), ...told(preview, decided)];
  const head = lines.join("\n");
  if (diff.trim() === "") return `${head}\n\nThere is no output; [the run](${run}) says why.${tail}`;
  const [open, close] =
    decided === undefined
      ? ["\n\n", ""]
      : ["\n\n<details><summary>What <code>pulumi preview --diff</code> prints</summary>\n\n", "\n\n</details>"];
  const room = LONGEST - (head + open + close + tail).length;
  return head + open + fittingBlock(diff.trim(), room, `in the log of [the run](${run})`) + close + tail;
}

function summaryOf({ changes }: Decision): string {
  return changes.length === 0 ? "nothing would change" : `${changes.length} to change`;
}

/** What is not in force today: reviewers, above all. An `up` that does not update the environment leaves it so. */
function unprotected({ environment }: Preview): string[] {
  const lines = environment.split("\n").filter((line) => line !== "");
  if (lines.length === 0) return [];
  const title = "#### ⚠️ GitHub does not protect the environment as this pull request's settings say";
  return ["", title, "", ...lines.slice(0, LISTED).map((line) => `- ${code(line)}`)];
}

/** What decides who may do what: the list of stacks, and resources of this one. */
function warned({ stack, security }: Preview, decided?: Decision): string[] {
  const trustRoot = decided?.reserved.filter((step) => step.trustRoot) ?? [];
  if (security === "" && trustRoot.length === 0) return [];
  const lines = ["", "#### ⚠️ This changes who may do what"];
  if (security !== "") lines.push("", beginning(security, 10_000));
  if (trustRoot.length > 0) lines.push("", `${stopped(stack)} Look at these first:`, "", ...listed(trustRoot));
  return lines;
}

/** What happens after the merge. */
function told({ stack, githubApp }: Preview, decided?: Decision): string[] {
  if (decided === undefined) return ["", "Nothing is known of what this pull request would change."];
  const { changes, reserved } = decided;
  const others = reserved.filter((step) => !step.trustRoot);
  if (others.length > 0) {
    const who = others.length < reserved.length ? [] : [stopped(stack), ""];
    return ["", "#### Only an administrator may apply this, too", "", ...who, ...listed(others)];
  }
  if (changes.length === 0 || reserved.length > 0) return [];
  if (githubApp !== "") return ["", "After the merge the infrastructure workflow applies all of it."];
  const token =
    "unless its environment keeps a token as the secret `VARIABLES_TOKEN`, with which the infrastructure workflow";
  return [
    "",
    `After the merge an administrator applies it, by ${up(stack)}: the stack has no \`githubApp\`; ${token} does.`,
  ];
}

function up(stack: string): string {
  return code(`pulumi up --stack ${stack}`);
}

function stopped(stack: string): string {
  return `An administrator must apply this pull request, by ${up(stack)}: the infrastructure workflow stops before any write.`;
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
  return isListOf(changes, isStep) && isListOf(reserved, isReserved) ? { changes, reserved } : undefined;
}

function isStep(value: unknown): value is Step {
  return isRecord(value) && ["op", "type", "name"].every((key) => typeof value[key] === "string");
}

function isReserved(value: unknown): value is Reserved {
  return isStep(value) && isRecord(value) && typeof value.why === "string" && typeof value.trustRoot === "boolean";
}
