// GitHub's REST API, as a token or an App's JWT may use it.
import { excerpt } from "./actions.ts";
import { isSafe } from "./forms.ts";
import { patienceSettings, type Request, send } from "./http.ts";
import { isRecord, parseJson } from "./json.ts";
import type { Setting, Values } from "./settings.ts";

/** The version of the REST API that the scripts are written for: the oldest one that github.com and servers offer. */
const API_VERSION = "2022-11-28";

const apiUrl: Setting<string> = {
  want: "the https address of GitHub's REST API, for example https://api.github.com",
  fallback: "https://api.github.com",
  parse: (text) => {
    if (!URL.canParse(text)) return undefined;
    const url = new URL(text);
    const { username, search, hash } = url;
    return isSafe(url) && username === "" && search === "" && hash === "" ? text.replace(/\/+$/, "") : undefined;
  },
};

/** Where GitHub's API is and how long to wait for it. Spread these into a script's settings. */
export const githubSettings = { GITHUB_API_URL: apiUrl, ...patienceSettings };

export type Github = Values<typeof githubSettings>;

export interface Call {
  readonly method: Request["method"];
  /** Below the API's address, starting with a slash. */
  readonly path: string;
  /** A token or a JWT: sent as a bearer, and never shown. */
  readonly credential: string;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  /** The JSON answer, or undefined if it is not JSON. */
  readonly body: unknown;
  /** Status and what GitHub says about it, for an error. */
  readonly summary: string;
  /** GitHub's clock. */
  readonly date: Date | undefined;
}

/**
 * One call of GitHub's REST API, with the retries of {@link send}.
 *
 * @throws DeliveryError if GitHub cannot be reached. Refusals are returned.
 */
export async function callGithub(github: Github, { method, path, credential, body }: Call): Promise<Answer> {
  const headers = {
    Accept: "application/vnd.github+json",
    Authorization: `Bearer ${credential}`,
    "Content-Type": "application/json",
    "User-Agent": "passwordless-cicd",
    "X-GitHub-Api-Version": API_VERSION,
  };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await send({ method, url: `${github.GITHUB_API_URL}${path}`, headers, ...sent }, github);
  const answer = parseJson(reply.text);
  const date = new Date(reply.headers.get("date") ?? "");
  const message = isRecord(answer) && typeof answer.message === "string" ? `: ${excerpt(answer.message, 300)}` : "";
  return {
    status: reply.status,
    body: answer,
    summary: `${reply.status}${message}`,
    date: Number.isNaN(date.getTime()) ? undefined : date,
  };
}
