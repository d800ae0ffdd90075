// Checks that GitHub protects a stack's environment as the stack's committed file promises: if somebody deletes an
// environment, the next job that names it recreates it without any protection, and GitHub drops a reviewer who cannot
// read the repository. The promise is never read from a variable: each collaborator may change those.
//
// Settings come from environment variables. Those that Actions does not set itself:
//   STACK          the stack; its file is Pulumi.<stack>.yaml in the current folder
//   ENVIRONMENT    the environment that the job runs in; empty: the one that the file names
//   REPORT         the file to write differences to, one per line; empty: a difference is an error
//   GITHUB_TOKEN   a token that may read Actions
import { writeFileSync } from "node:fs";
import { DeliveryError, run, say } from "./lib/actions.ts";
import { foundRules, promisedRules, weaker } from "./lib/environment-rules.ts";
import { stackName } from "./lib/forms.ts";
import { type Answer, callGithub } from "./lib/github-api.ts";
import { type Access, accessSettings } from "./lib/github-lists.ts";
import { isRecord } from "./lib/json.ts";
import { optional, readSettings, textLike } from "./lib/settings.ts";
import { readStackFile } from "./lib/stack-file.ts";
import { type EnvironmentPromise, promiseOf } from "./lib/stack-settings.ts";

const settings = {
  ...accessSettings("read Actions"),
  STACK: stackName,
  ENVIRONMENT: optional(textLike(/^/, "the name of an environment")),
  REPORT: optional(textLike(/^/, "the file to write")),
};

/** GitHub's answer: 200 or 404. Any other is no answer. */
async function get(read: Access, path: string): Promise<Answer> {
  const answer = await callGithub(read, { method: "GET", path, credential: read.GITHUB_TOKEN });
  if (answer.status === 200 || answer.status === 404) return answer;
  throw new DeliveryError(
    `GET ${path}: GitHub answered ${answer.summary}: whether the environment is protected is not known; expected a job with \`actions: read\``,
  );
}

async function userId(read: Access, login: string): Promise<number> {
  const { body } = await get(read, `/users/${login}`);
  const id = isRecord(body) ? Number(body.id) : NaN;
  if (!Number.isSafeInteger(id)) throw new DeliveryError(`reviewers: GitHub knows no user ${login}; expected logins`);
  return id;
}

/** The parts of the promise that are not in force. */
async function missing(read: Access, promise: EnvironmentPromise): Promise<string[]> {
  const { branch, environment, protection, logins, teams, waitMinutes } = promise;
  const path = `/repos/${read.GITHUB_REPOSITORY}/environments/${environment}`;
  const { status, body } = await get(read, path);
  if (status === 404) return ["GitHub has no such environment"];
  // GitHub answers 404 if the branches are not chosen one by one.
  const policies = await get(read, `${path}/deployment-branch-policies?per_page=100`);
  const found = foundRules(body, policies.body);
  if (found === undefined) throw new DeliveryError(`GET ${path}: GitHub's answer has another form than documented`);
  const users = await Promise.all(logins.map((login) => userId(read, login)));
  return weaker(promisedRules(protection, branch, users, teams, waitMinutes), found);
}

await run(async () => {
  const read = readSettings(settings);
  const file = `Pulumi.${read.STACK}.yaml`;
  const promise = promiseOf(readStackFile(file), read.STACK);
  const { environment, protection } = promise;
  if (read.ENVIRONMENT !== undefined && read.ENVIRONMENT !== environment)
    throw new DeliveryError(`ENVIRONMENT: got ${read.ENVIRONMENT}; expected ${environment}, which ${file} names`);
  if (protection === "none") say(`${file} promises no protection of ${environment} (environmentProtection: none).`);
  const differences = protection === "none" ? [] : await missing(read, promise);
  if (read.REPORT !== undefined) writeFileSync(read.REPORT, differences.map((line) => `${line}\n`).join(""));
  for (const line of differences) say(line);
  if (differences.length === 0) say(`The environment ${environment} is protected as ${file} says.`);
  else if (read.REPORT === undefined) {
    throw new DeliveryError(
      `The environment ${environment} is not protected as ${file} says:\n${differences.join("\n")}\n` +
        "Somebody changed it, or deleted it and GitHub recreated it for a job; or GitHub left out a reviewer who cannot read the repository, or has no such protection on this plan (environmentProtection). Set it in the repository's settings, Environments; an administrator's `pulumi up --refresh` recreates one that was deleted.",
    );
  }
});
