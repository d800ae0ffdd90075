import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { remedyOf, valueIn } from "../../../components/policy/github-answers";
import { refuseOtherGithub } from "../../../components/policy/github-owner";
import { fieldsOf } from "../../../components/policy/json";
import { endpointsOf, repositoryFacts } from "../../../components/policy/repository-facts";
import type { Settings } from "../../../components/policy/settings";
import { valueOf } from "../environment";
import { Ended, unknown, wrong } from "../outcome";
import { GithubApi, refusal } from "./api";

/**
 * GitHub's API with the token that `up` would take, where the token was found, and what it is: an App's or a workflow's
 * has no user (`login`), and GitHub tells the rights (`scopes`) of a classic one alone.
 *
 * @throws Ended if there is no token, or GitHub does not accept it.
 */
export async function findGithub() {
  const found = await findToken();
  if (found === undefined) {
    const says = "GITHUB_TOKEN is not set, and the GitHub CLI has none";
    throw new Ended(wrong(says, "gh auth login, then export GITHUB_TOKEN=$(gh auth token)"));
  }
  const url = valueOf("GITHUB_API_URL") ?? "https://api.github.com";
  const api = new GithubApi(found.token, url);
  const reply = await api.ask("user");
  if ([401, 429].includes(reply.code) || (reply.code === 403 && /rate limit/i.test(reply.body))) {
    const says = `GitHub does not accept ${found.from}: ${refusal(reply)}`;
    throw new Ended(wrong(says, remedyOf(says)));
  }
  if (reply.code === 403) return { api, ...found, login: undefined, scopes: undefined };
  const { login } = fieldsOf(valueIn(reply));
  if (typeof login !== "string") {
    throw new Ended(unknown(`${url}: GET /user answers ${reply.code} and no user; is a proxy in between?`));
  }
  const scopes = reply.headers["x-oauth-scopes"];
  const rights = typeof scopes === "string" ? scopes.split(/, */).filter(Boolean) : undefined;
  return { api, ...found, login, scopes: rights };
}

/** The token as the GitHub plugin looks for it: GITHUB_TOKEN, else what `gh auth token` prints. */
async function findToken(): Promise<{ token: string; from: string } | undefined> {
  const given = valueOf("GITHUB_TOKEN");
  if (given !== undefined) return { token: given, from: "GITHUB_TOKEN" };
  try {
    const command = ["auth", "token", "--hostname", "github.com"];
    const { stdout } = await promisify(execFile)(valueOf("GH_PATH") ?? "gh", command, { timeout: 3_000 });
    return stdout.trim() === "" ? undefined : { token: stdout.trim(), from: "gh auth token" };
  } catch {
    return undefined;
  }
}

/**
 * The repository as the program sees it, its name with the owner's, and what the token's user may do there.
 *
 * @throws InputError or Ended if the program would fail.
 */
export async function findRepository(settings: Settings, api: GithubApi) {
  const { repository: asked, subjectPrefix: statedPrefix } = settings;
  refuseOtherGithub(asked.owner, process.env);
  const endpoints = endpointsOf(asked);
  const [repository, subject] = await Promise.all([api.must(endpoints.repository), api.must(endpoints.subject)]);
  const facts = repositoryFacts({ asked, repository, subject, statedPrefix });
  const name = `${facts.owner}/${facts.name}`;
  return { facts, name, path: `repos/${name}`, permissions: fieldsOf(fieldsOf(valueIn(repository)).permissions) };
}
