// Comments on a pull request with what it would change in a stack: one comment per stack, which later runs update.
//
// Settings come from environment variables. Those that Actions does not set itself:
//   STACK           the stack; `-` if none is previewed but the list of stacks changes
//   PREVIEW         the folder with what the preview left: diff.txt, decision.json, environment.txt and
//                   github-app.txt, the stack's setting; fewer of them if it failed
//   PULL_REQUEST    the pull request's number
//   COMMIT          the commit that was previewed
//   SECURITY        what the pull request changes in the list of stacks itself, in Markdown; may be empty
//   GITHUB_TOKEN    a token that may write pull requests
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run, say } from "./lib/actions.ts";
import { commitHash } from "./lib/forms.ts";
import { accessSettings, ask, findOwn } from "./lib/github-lists.ts";
import { NO_STACK, previewText } from "./lib/preview-text.ts";
import { positiveInteger, readSettings, textLike } from "./lib/settings.ts";

const settings = {
  ...accessSettings("write pull requests"),
  STACK: textLike(/^(?:[a-z][a-z0-9-]{0,30}|-)$/, "the name of a stack"),
  PREVIEW: textLike(/^/, "the folder with what the preview left"),
  PULL_REQUEST: positiveInteger("the number of a pull request"),
  COMMIT: commitHash,
  GITHUB_RUN_ID: positiveInteger("the run's id"),
  GITHUB_SERVER_URL: { ...textLike(/^https?:\/\/[\w.:-]+$/, "GitHub's address"), fallback: "https://github.com" },
};

/** What the preview left, or nothing. */
function left(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return "";
  }
}

await run(async () => {
  const read = readSettings(settings);
  const { STACK: stack, GITHUB_RUN_ID: runId, PULL_REQUEST: number, COMMIT: commit, PREVIEW: folder } = read;
  const marker = `<!-- preview of ${stack}, run `;
  const old = await findOwn(read, `/issues/${number}/comments`, marker);
  if (Number.parseInt(String(old?.body).slice(marker.length), 10) > runId) {
    say(`The comment on ${stack} is from a later run; it stays.`);
    return;
  }
  const body = previewText(`${marker}${runId} -->`, {
    stack,
    commit,
    run: `${read.GITHUB_SERVER_URL}/${read.GITHUB_REPOSITORY}/actions/runs/${runId}`,
    diff: left(folder, "diff.txt"),
    decision: left(folder, "decision.json"),
    environment: left(folder, "environment.txt"),
    security: (process.env.SECURITY ?? "").trim(),
    githubApp: left(folder, "github-app.txt").trim(),
  });
  if (old === undefined) await ask(read, "POST", `/issues/${number}/comments`, { body });
  else await ask(read, "PATCH", `/issues/comments/${String(old.id)}`, { body });
  say(
    `${old === undefined ? "Wrote" : "Updated"} the comment on ${stack === NO_STACK ? "the list of stacks" : stack}.`,
  );
});
