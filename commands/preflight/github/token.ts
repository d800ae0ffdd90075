import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { noAnswer, valueOf } from "../environment";
import { Ended, unknown, wrong } from "../outcome";
import { GithubApi, NoAnswer, refusal, type Reply } from "./api";

/** GitHub's API with the token that `up` would take. */
export interface Github {
  readonly api: GithubApi;
  readonly token: string;
  /** Where the token was found. */
  readonly from: string;
  /** The user whose token it is; undefined for an App's and a workflow's token. */
  readonly login?: string;
  /** The rights of a classic token; undefined for all others, because GitHub does not tell. */
  readonly scopes?: readonly string[];
}

/** @throws Ended if there is no token, or GitHub does not accept it. */
export async function findGithub(environment: NodeJS.ProcessEnv): Promise<Github> {
  const found = await findToken(environment);
  if (found === undefined) {
    throw new Ended(
      wrong("GITHUB_TOKEN is not set, and the GitHub CLI has none", "export GITHUB_TOKEN=$(gh auth token)"),
    );
  }
  const url = valueOf(environment, "GITHUB_API_URL") ?? "https://api.github.com";
  const api = new GithubApi(found.token, url);
  const reply = await api.ask("user").catch((error: unknown) => {
    throw error instanceof NoAnswer ? new Ended(noAnswer(url, error, environment)) : error;
  });
  if (reply.code === 401) {
    throw new Ended(
      wrong(`GitHub does not accept ${found.from}: ${refusal(reply)}`, "take a token that is valid and not expired"),
    );
  }
  // An App's token and a workflow's have no user.
  if (reply.code === 403) return { api, ...found };
  const login = loginIn(reply);
  if (login === undefined) {
    throw new Ended(unknown(`${url}: GET /user answers ${reply.code} and no user; is a proxy in between?`));
  }
  const scopes = reply.headers["x-oauth-scopes"];
  return {
    api,
    ...found,
    login,
    ...(typeof scopes === "string" ? { scopes: scopes.split(/, */).filter(Boolean) } : {}),
  };
}

function loginIn({ code, body }: Reply): string | undefined {
  try {
    const { login } = JSON.parse(body) as { login?: unknown };
    return code === 200 && typeof login === "string" ? login : undefined;
  } catch {
    return undefined;
  }
}

/** The token as the GitHub plugin looks for it: GITHUB_TOKEN, else what `gh auth token` prints. */
async function findToken(environment: NodeJS.ProcessEnv): Promise<{ token: string; from: string } | undefined> {
  const given = valueOf(environment, "GITHUB_TOKEN");
  if (given !== undefined) return { token: given, from: "GITHUB_TOKEN" };
  try {
    const command = ["auth", "token", "--hostname", "github.com"];
    const { stdout } = await promisify(execFile)(valueOf(environment, "GH_PATH") ?? "gh", command, { timeout: 3_000 });
    return stdout.trim() === "" ? undefined : { token: stdout.trim(), from: "gh auth token" };
  } catch {
    return undefined;
  }
}
