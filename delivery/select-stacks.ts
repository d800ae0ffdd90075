// Lists the stacks that a workflow runs for, in the order of promotion, from the committed stack files. A variable only
// says whether a stack is up already: it cannot add a stack, change the order, or skip a stack that is up.
//
//   node delivery/select-stacks.ts files    the step's output `prefixes`, of the variables to look up, as JSON
//   node delivery/select-stacks.ts select   the outputs `stacks`, JSON, and `security`, Markdown
//
// Settings come from environment variables. Those that Actions does not set itself:
//   HEAD_FOLDER       the folder with the stack files. Default: the current one
//   BASE_FOLDER       the same before the pull request; empty if there is none
//   FOR               site, infrastructure, drift or preview
//   KNOWN_0 ... _11   the value of the role's variable of each prefix; empty means that the stack is not up yet
//   BASE_REF, HEAD_REPOSITORY, AUTHOR   of the pull request, for a preview
import { appendFileSync } from "node:fs";
import { annotate, DeliveryError, run, say, setOutput, setText } from "./lib/actions.ts";
import { repositoryName } from "./lib/forms.ts";
import { changesOfStacks, selectForPreview } from "./lib/preview-selection.ts";
import { type Choice, prefixesOf, selectOn } from "./lib/selection.ts";
import { readSettings, textLike } from "./lib/settings.ts";
import { committedStacks } from "./lib/stacks.ts";

/** How many variables the workflow can look up. */
const MOST = 12;

const any = (want: string) => textLike(/^/, want);
const settings = {
  HEAD_FOLDER: { ...any("a folder"), fallback: "." },
  GITHUB_REPOSITORY: repositoryName,
  GITHUB_OUTPUT: any("the file that Actions reads outputs from"),
};
const selectSettings = {
  ...settings,
  FOR: textLike(/^(?:site|infrastructure|drift|preview)$/, "site, infrastructure, drift or preview"),
  GITHUB_REF_NAME: any("the name of the run's branch"),
  GITHUB_STEP_SUMMARY: any("the file that Actions reads the summary from"),
};

function committed(folder: string, repository: string) {
  const baseFolder = process.env.BASE_FOLDER ?? "";
  const head = committedStacks(folder, repository);
  const base = baseFolder === "" ? { stacks: [], unusable: [] } : committedStacks(baseFolder, repository);
  const prefixes = prefixesOf(head, base);
  if (prefixes.length > MOST)
    throw new DeliveryError(
      `The stack files name ${prefixes.length} environments of this repository; expected at most ${MOST}`,
    );
  return { head, base, prefixes };
}

/** Why a pull request gets no credentials. */
function refused(repository: string): string | undefined {
  const { HEAD_REPOSITORY: from, AUTHOR: author } = process.env;
  const instead = "gets no credentials; the check shows the change without an account";
  if (from?.toLowerCase() !== repository.toLowerCase()) return `left out: a pull request from a fork ${instead}`;
  return author === "dependabot[bot]" ? `left out: a pull request of Dependabot ${instead}` : undefined;
}

function select(): void {
  const read = readSettings(selectSettings);
  const { FOR: purpose, GITHUB_REPOSITORY: repository } = read;
  const { head, base, prefixes } = committed(read.HEAD_FOLDER, repository);
  const isUp = (prefix: string): boolean => (process.env[`KNOWN_${prefixes.indexOf(prefix)}`] ?? "") !== "";
  let choices: readonly Choice[];
  if (purpose === "preview") {
    const { BASE_REF: branch } = readSettings({ BASE_REF: any("the pull request's base branch") });
    const why = refused(repository);
    choices = selectForPreview(head, base, { branch, isUp, ...(why === undefined ? {} : { refused: why }) });
    // A pull request without credentials gets no comment.
    const changes = why === undefined ? changesOfStacks(head, base, branch) : [];
    setText(read.GITHUB_OUTPUT, "security", changes.join("\n"));
  } else {
    choices = selectOn(read.GITHUB_REF_NAME, head, purpose as "site" | "infrastructure" | "drift", isUp);
  }
  for (const { stack, why } of choices) {
    if (why !== undefined) annotate("notice", `${stack}: ${why}`);
    const line = `- ${stack}: ${why ?? "selected"}`.replaceAll(/\s+/g, " ");
    appendFileSync(read.GITHUB_STEP_SUMMARY, `${line}\n`);
  }
  const stacks = choices.flatMap(({ selected }) => selected ?? []);
  const list = stacks.map(({ stack, environment, prefix }) => ({ stack, environment, prefix }));
  setOutput(read.GITHUB_OUTPUT, "stacks", JSON.stringify(list));
  say(`Selected: ${list.map(({ stack }) => stack).join(", ") || "none"}.`);
}

await run(() => {
  const [command] = process.argv.slice(2);
  if (command === "select") select();
  else if (command === "files") {
    const { HEAD_FOLDER, GITHUB_REPOSITORY, GITHUB_OUTPUT } = readSettings(settings);
    setOutput(GITHUB_OUTPUT, "prefixes", JSON.stringify(committed(HEAD_FOLDER, GITHUB_REPOSITORY).prefixes));
  } else throw new DeliveryError(`expected files or select; got ${String(command)}`);
});
