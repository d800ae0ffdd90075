import { DeliveryError } from "./actions.ts";
import { callGithub, type Github } from "./github-api.ts";
import { isRecord } from "./json.ts";

/** Items per page: GitHub's maximum. */
const PER_PAGE = 100;

/** How a token acts on one repository. */
export interface Access extends Github {
  readonly GITHUB_REPOSITORY: string;
  /** Sent as a bearer, and never shown. */
  readonly GITHUB_TOKEN: string;
}

/** Something in a list of GitHub's: a comment, an issue. */
export type Item = Readonly<Record<string, unknown>>;

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
 * Asks GitHub to do something with the repository.
 *
 * @throws DeliveryError if GitHub refuses.
 */
export async function ask(
  access: Access,
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: unknown,
): Promise<unknown> {
  const call = { method, path: `/repos/${access.GITHUB_REPOSITORY}${path}`, credential: access.GITHUB_TOKEN, body };
  const answer = await callGithub(access, call);
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw new DeliveryError(`${method} ${call.path}: GitHub answered ${answer.summary}`);
}

/** Whether a workflow wrote it, and neither a person nor an App of somebody else's, who could write the same words. */
export function isOfActions({ user }: Item): boolean {
  return isRecord(user) && user.type === "Bot" && user.login === "github-actions[bot]";
}

/** What a comment or an issue says. */
export function bodyOf({ body }: Item): string {
  return typeof body === "string" ? body : "";
}
