// The text of the issue about drift.
import { beginning, block, code, LONGEST } from "./markdown.ts";

/** The findings for one stack. */
export interface StackReport {
  readonly stack: string;
  /** Whether the comparison came to its end. */
  readonly compared: boolean;
  /** What the preview printed if AWS differs; otherwise empty. */
  readonly preview: string;
  /** How the live edge function's code differs from the one that a preview sees; empty if it does not. */
  readonly edgeFunction: string;
  /** The files of the site that differ from the last release, one per line; empty if none does. */
  readonly site: string;
  /** The variables that differ, one per line; empty if none does. */
  readonly variables: string;
  /** Where GitHub's environment is less protected than the settings say, one per line; empty if it is not. */
  readonly environment: string;
}

export function hasDrift({ preview, edgeFunction, site, variables, environment }: StackReport): boolean {
  return preview + edgeFunction + site + variables + environment !== "";
}

/** The issue, in Markdown and within GitHub's limit. */
export function driftText(marker: string, reports: readonly StackReport[], run: string): string {
  const head = [
    marker,
    "What is committed and what is there are not the same. Either somebody changed it by hand, or a commit has not been brought up yet. An administrator's `pulumi up --refresh` makes it what is committed (without `--refresh` Pulumi does not look at what is there); this issue is updated every day, and closed when nothing differs.",
    "",
    `Found by [this run](${run}).`,
  ].join("\n");
  // Half for nothing but the words around the texts, at most five texts for each stack.
  const share = Math.floor((LONGEST - head.length - 1_000 * reports.length) / (10 * reports.length));
  return [head, ...reports.flatMap((report) => section(report, share))].join("\n\n");
}

const EDGE_FUNCTION =
  "The edge function: `<` is what Pulumi sees, its stage DEVELOPMENT, `>` what visitors get, LIVE. No `pulumi up` fixes that: publish it again (docs/operations.md, Drift).";

const SITE =
  "Files of the site that are not as the last release left them. Somebody wrote to the bucket; the next release puts them right, and the page on security says what else to do:";

const ENVIRONMENT =
  "The GitHub environment is less protected than the stack's file says; set it in the repository's settings, Environments:";

function section(report: StackReport, share: number): string[] {
  const { stack, compared, preview, edgeFunction, site, variables, environment } = report;
  const known = compared ? "nothing differs" : "the comparison failed, so that nothing is known";
  if (!hasDrift(report)) return [`### ${code(stack)}: ${known}`];
  const lines = [`### ${code(stack)}: differs`];
  if (environment !== "") lines.push(ENVIRONMENT, cut(environment, share));
  if (site !== "") lines.push(SITE, cut(site, share));
  if (variables !== "") lines.push("Variables of the repository:", cut(variables, share));
  if (preview !== "") lines.push("AWS, by `pulumi preview --refresh --diff`:", cut(preview, share));
  if (edgeFunction !== "") lines.push(EDGE_FUNCTION, cut(edgeFunction, share));
  if (!compared) lines.push("The comparison did not come to its end: more may differ.");
  return lines;
}

function cut(text: string, share: number): string {
  const { text: shown, whole } = beginning(text.trim(), share);
  return whole ? block(shown) : `${block(shown)}\n\n**Cut here: the whole text is in the log of the run.**`;
}
