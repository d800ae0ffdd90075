// What a job's token does with its repository in GitHub.
import { DeliveryError } from "./actions.ts";
import { repositoryName, token } from "./forms.ts";
import { type Call, callGithub, githubSettings } from "./github-api.ts";
import { isRecord } from "./json.ts";
import type { Values } from "./settings.ts";

/** Items per page: GitHub's maximum. */
const PER_PAGE = 100;

/** Something in a list of GitHub's: a comment, an issue. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * How a token acts on its repository. Spread these into a script's settings.
 *
 * @param rights - What the token may do, in words.
 */
export function accessSettings(rights: string) {
  return { ...githubSettings, GITHUB_TOKEN: token(`a token that may ${rights}`), GITHUB_REPOSITORY: repositoryName };
}

export type Access = Values<ReturnType<typeof accessSettings>>;

/**
 * Asks GitHub to do something with the repository.
 *
 * @throws DeliveryError if GitHub refuses.
 */
export function ask(access: Access, method: Call["method"], path: string, body?: unknown): Promise<unknown> {
  return answerTo(access, { method, path, body });
}

/** What is at a path, which need not be there: undefined if GitHub knows of nothing. */
export function find(access: Access, path: string): Promise<unknown> {
  return answerTo(access, { method: "GET", path }, 404);
}

async function answerTo(access: Access, call: Omit<Call, "credential">, nothing?: number): Promise<unknown> {
  const path = `/repos/${access.GITHUB_REPOSITORY}${call.path}`;
  const answer = await callGithub(access, { ...call, path, credential: access.GITHUB_TOKEN });
  if (answer.status === nothing) return undefined;
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw new DeliveryError(`${call.method} ${path}: GitHub answered ${answer.summary}`);
}

/**
 * All items of a list, from the first page to the last.
 *
 * @param path - Below the repository, from the slash on, with a query or without.
 * @throws DeliveryError if GitHub answers with anything but a list.
 */
export async function listAll(access: Access, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page++) {
    const query = `${path.includes("?") ? "&" : "?"}per_page=${PER_PAGE}&page=${page}`;
    const found: unknown = await ask(access, "GET", path + query);
    if (!Array.isArray(found)) throw new DeliveryError(`GET ${path}: GitHub answered with no list`);
    items.push(...found.filter(isRecord));
    if (found.length < PER_PAGE) return items;
  }
}

/**
 * The comment or issue in a list that workflows keep up to date, by the words that it starts with: neither a person's
 * nor that of an App of somebody else's, who could write the same words.
 */
export async function findOwn(access: Access, path: string, start: string): Promise<Item | undefined> {
  return (await listAll(access, path)).find(({ user, body, pull_request: isPull }) => {
    const isOfActions = isRecord(user) && user.type === "Bot" && user.login === "github-actions[bot]";
    return isOfActions && isPull === undefined && typeof body === "string" && body.startsWith(start);
  });
}
