import { type Answer, remedyOf } from "../../../components/policy/github-answers";
import { parsed } from "../../../components/policy/json";
import { noAnswer } from "../environment";
import { Ended, unknown, wrong } from "../outcome";

/** What GitHub answered, whatever the status. */
export interface Reply extends Answer {
  readonly headers: Readonly<Record<string, unknown>>;
}

const LONGEST_MS = 5_000;

/** GitHub's REST API with one token, read only. */
export class GithubApi {
  constructor(
    private readonly token: string,
    private readonly baseUrl: string,
    private readonly longestMs = LONGEST_MS,
  ) {}

  /** @throws Ended if there is no answer. */
  async ask(endpoint: string): Promise<Reply> {
    try {
      const response = await fetch(`${this.baseUrl.replace(/\/$/, "")}/${endpoint}`, {
        headers: {
          accept: "application/vnd.github+json",
          authorization: `token ${this.token}`,
          "user-agent": "passwordless-cicd-preflight",
        },
        signal: AbortSignal.timeout(this.longestMs),
      });
      const headers = Object.fromEntries(response.headers);
      return { endpoint, code: response.status, body: await response.text(), headers };
    } catch (error) {
      throw new Ended(noAnswer(this.baseUrl, error));
    }
  }

  /**
   * The answer to what `up` asks as well: 200 or 404.
   *
   * @throws Ended if GitHub refuses.
   */
  async must(endpoint: string): Promise<Answer> {
    const reply = await this.ask(endpoint);
    if ([200, 404].includes(reply.code)) return reply;
    const says = `GET /${endpoint}: ${refusal(reply)}`;
    throw new Ended(reply.code < 500 ? wrong(says, remedyOf(says)) : unknown(says, "try again later"));
  }

  /** The same for optional information: undefined if GitHub refuses, or does not answer. */
  try = async (endpoint: string): Promise<Answer | undefined> => {
    const reply = await this.ask(endpoint).catch(() => undefined);
    return reply !== undefined && [200, 204, 404].includes(reply.code) ? reply : undefined;
  };

  /**
   * Everything of a list that comes in pages.
   *
   * @throws Ended if GitHub answers with something else.
   */
  async all(endpoint: string, field: string, perPage: number): Promise<Readonly<Record<string, unknown>>[]> {
    const items: Readonly<Record<string, unknown>>[] = [];
    for (let page = 1; page <= 20; page += 1) {
      const reply = await this.ask(`${endpoint}?per_page=${perPage}&page=${page}`);
      if (reply.code !== 200) throw new Ended(unknown(`GET /${endpoint}: ${refusal(reply)}`));
      const found = (JSON.parse(reply.body) as Record<string, typeof items>)[field] ?? [];
      items.push(...found);
      if (found.length < perPage) break;
    }
    return items;
  }
}

/** A refusal in GitHub's own words. */
export function refusal({ code, body }: Answer): string {
  const { message } = (parsed(body) ?? {}) as { message?: unknown };
  return typeof message === "string" ? `${code} ${message.slice(0, 1000)}` : String(code);
}
