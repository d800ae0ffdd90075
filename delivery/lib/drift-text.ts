// What the comparisons of stacks have found, and the text of the issue about it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { code, fittingBlock, LONGEST } from "./markdown.ts";

/** The files that comparisons leave where something differs, each with the words before what it says. */
const FINDINGS: readonly (readonly [file: string, words: string])[] = [
  [
    "environment.txt",
    "The GitHub environment is less protected than the stack's file says; set it in the repository's settings, Environments:",
  ],
  [
    "site.txt",
    "Files of the site that are not as the last release left them. Somebody wrote to the bucket; the next release puts them right, and the page on security says what else to do:",
  ],
  ["variables.txt", "Variables of the repository:"],
  ["preview.txt", "AWS, by `pulumi preview --refresh --diff`:"],
  [
    "function.txt",
    "The edge function: `<` is what Pulumi sees, its stage DEVELOPMENT, `>` what visitors get, LIVE. No `pulumi up` fixes that: publish it again (docs/operations.md, Drift).",
  ],
];

/** The findings for one stack. */
export interface StackReport {
  readonly stack: string;
  /** Whether the comparison came to its end. */
  readonly compared: boolean;
  /** What differs. */
  readonly findings: readonly { readonly words: string; readonly text: string }[];
}

/** What the comparisons of a stack have left in its folder. */
export function reportOf(stack: string, folder: string): StackReport {
  const findings = FINDINGS.map(([name, words]) => {
    const file = join(folder, name);
    return { words, text: existsSync(file) ? readFileSync(file, "utf8") : "" };
  });
  const compared = existsSync(join(folder, "done"));
  return { stack, compared, findings: findings.filter(({ text }) => text !== "") };
}

/** The issue, in Markdown and within GitHub's limit. */
export function driftText(marker: string, reports: readonly StackReport[], run: string): string {
  const head = [
    marker,
    "What is committed and what is there differ. Either somebody changed it by hand, or a commit has not been brought up yet. An administrator's `pulumi up --refresh` makes it what is committed (without `--refresh` Pulumi does not look at what is there); this issue is updated every day, and closed when nothing differs.",
    "",
    `Found by [this run](${run}).`,
  ].join("\n");
  // A thousand for the words around a stack's texts.
  const share = Math.floor(((LONGEST - head.length) / reports.length - 1_000) / FINDINGS.length);
  return [head, ...reports.flatMap((report) => section(report, share))].join("\n\n");
}

function section({ stack, compared, findings }: StackReport, share: number): string[] {
  const known = compared ? "nothing differs" : "the comparison failed, so nothing is known";
  if (findings.length === 0) return [`### ${code(stack)}: ${known}`];
  const lines = findings.flatMap(({ words, text }) => [
    words,
    fittingBlock(text.trim(), share, "in the log of the run"),
  ]);
  const more = compared ? [] : ["The comparison did not come to its end: more may differ."];
  return [`### ${code(stack)}: differs`, ...lines, ...more];
}
