// GitHub's issues and their comments, as far as the scripts use them.
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { withServer } from "../support/server";

export type Item = Readonly<Record<string, unknown>>;

export interface Write {
  /** For example `PATCH /issues/comments/7`. */
  readonly call: string;
  readonly body: Readonly<Record<string, string>>;
}

export interface Issues {
  readonly url: string;
  /** The paths that were read, without the repository. */
  readonly reads: readonly string[];
  readonly writes: readonly Write[];
}

export const TOKEN = `ghs_${"b".repeat(36)}`;
const REPOSITORY = "/repos/acme/site";

/** Somebody's words; a workflow's by default. */
export function itemOf(id: number, body: string, type = "Bot", login = "github-actions[bot]"): Item {
  return { id, number: id, body, user: { login, type } };
}

/** Runs GitHub, with one list, for the time of `use`. It gives no page more than 100 items, and longer texts it refuses. */
export async function withIssues<T>(
  { list = [] as readonly Item[], refusal = undefined as number | undefined },
  use: (issues: Issues) => Promise<T>,
): Promise<T> {
  const [reads, writes] = [[] as string[], [] as Write[]];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://github.test");
    const body = await text(request);
    const answer = (status: number, content: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    };
    if (request.headers.authorization !== `Bearer ${TOKEN}` || !pathname.startsWith(`${REPOSITORY}/`)) {
      answer(401, { message: "Bad credentials" });
    } else if (request.method === "GET") {
      reads.push((request.url ?? "").slice(REPOSITORY.length));
      const size = Math.min(Number(searchParams.get("per_page") ?? 30), 100);
      const start = (Number(searchParams.get("page") ?? 1) - 1) * size;
      answer(200, list.slice(start, start + size));
    } else {
      const written = JSON.parse(body) as Write["body"];
      const tooLong = (written.body ?? "").length > 65_536;
      writes.push({ call: `${request.method ?? ""} ${pathname.slice(REPOSITORY.length)}`, body: written });
      if (refusal !== undefined || tooLong) answer(refusal ?? 422, { message: "Validation Failed" });
      else answer(request.method === "POST" ? 201 : 200, {});
    }
  };
  return withServer(
    (request, response) => void handle(request, response),
    (url) => use({ url, reads, writes }),
  );
}

/** What Actions and the workflow put into the environment of such a script. */
export function environmentOf(url: string): Record<string, string> {
  return {
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: "acme/site",
    GITHUB_RUN_ID: "100",
    GITHUB_TOKEN: TOKEN,
    RETRY_WAIT_MS: "1",
  };
}
