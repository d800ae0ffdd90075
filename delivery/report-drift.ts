// Opens or updates the one issue about drift, and closes it when the drift is gone.
//
// Settings come from environment variables. Those that Actions does not set itself:
//   STACKS         the stacks that were to be compared, as JSON: [{ "stack": "dev" }]
//   REPORTS        the folder with a folder drift-<stack> for each: preview.txt, function.txt, site.txt,
//                  variables.txt and environment.txt if those differ, and `done` if the comparison finished
//   GITHUB_TOKEN   a token that may write issues
import { existsSync } from "node:fs";
import { join } from "node:path";
import { annotate, run, say } from "./lib/actions.ts";
import { driftText, reportOf } from "./lib/drift-text.ts";
import { NAME } from "./lib/forms.ts";
import { accessSettings, ask, findOwn } from "./lib/github-lists.ts";
import { isRecord, parseJson } from "./lib/json.ts";
import { positiveInteger, readSettings, type Setting, textLike } from "./lib/settings.ts";

const MARKER = "<!-- drift of the stacks -->";
const TITLE = "What is committed and what is there differ";

const stacks: Setting<readonly string[]> = {
  want: 'the stacks that were to be compared, for example [{ "stack": "dev" }]',
  parse: (text) => {
    const value = parseJson(text);
    const names = Array.isArray(value) ? value.map((one: unknown) => (isRecord(one) ? one.stack : undefined)) : [];
    const isName = (name: unknown): name is string => typeof name === "string" && NAME.test(name);
    return names.length > 0 && names.every(isName) ? names : undefined;
  },
};

const settings = {
  ...accessSettings("write issues"),
  STACKS: stacks,
  REPORTS: textLike(/^/, "the folder with the reports"),
  GITHUB_RUN_ID: positiveInteger("the run's id"),
  GITHUB_SERVER_URL: { ...textLike(/^https?:\/\/[\w.:-]+$/, "GitHub's address"), fallback: "https://github.com" },
};

/** Where a stack's report is. A single artifact has no folder of its own: actions/download-artifact#426. */
function folderOf(stack: string, reports: string, stacks: readonly string[]): string {
  const own = join(reports, `drift-${stack}`);
  return stacks.length > 1 || existsSync(own) ? own : reports;
}

await run(async () => {
  const read = readSettings(settings);
  const reports = read.STACKS.map((stack) => reportOf(stack, folderOf(stack, read.REPORTS, read.STACKS)));
  const address = `${read.GITHUB_SERVER_URL}/${read.GITHUB_REPOSITORY}/actions/runs/${read.GITHUB_RUN_ID}`;
  const unknown = reports.filter(({ compared }) => !compared).map(({ stack }) => stack);
  const old = await findOwn(read, "/issues?state=open", MARKER);
  const number = String(old?.number);
  if (unknown.length > 0) annotate("warning", `The comparison failed: ${unknown.join(", ")}`);
  if (reports.some(({ findings }) => findings.length > 0)) {
    const body = driftText(MARKER, reports, address);
    if (old === undefined) await ask(read, "POST", "/issues", { title: TITLE, body });
    else await ask(read, "PATCH", `/issues/${number}`, { body });
    say(old === undefined ? "Opened an issue." : `Updated the issue ${number}.`);
  } else if (unknown.length > 0) {
    say("What differs is not known of every stack; an open issue stays as it is.");
  } else if (old !== undefined) {
    await ask(read, "POST", `/issues/${number}/comments`, {
      body: `[This run](${address}) found no difference.`,
    });
    await ask(read, "PATCH", `/issues/${number}`, { state: "closed", state_reason: "completed" });
    say(`Closed the issue ${number}.`);
  } else say("Nothing differs.");
});
