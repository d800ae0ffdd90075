import { type Answer, remedyOf } from "../../../components/policy/github-answers";
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

  /** @throws Ended if there is no answer, or the rate limit is used up. */
  async ask(endpoint: string): Promise<Reply> {
    const reply = await this.get(endpoint).catch((error: unknown) => {
      throw new Ended(noAnswer(this.baseUrl, error));
    });
    if (isRateLimited(reply)) throw new Ended(wrong("GitHub's rate limit is used up", `wait${until(reply)}`));
    return reply;
  }

  private async get(endpoint: string): Promise<Reply> {
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
   * @throws Refused if GitHub answers with something else.
   */
  async all(endpoint: string, field?: string, perPage = 100): Promise<Readonly<Record<string, unknown>>[]> {
    const items: Readonly<Record<string, unknown>>[] = [];
    for (let page = 1; page <= 20; page += 1) {
      const reply = await this.ask(`${endpoint}?per_page=${perPage}&page=${page}`);
      if (reply.code !== 200) throw new Refused(endpoint, reply);
      const value = JSON.parse(reply.body) as Record<string, unknown>;
      const found = (field === undefined ? value : value[field]) as typeof items;
      items.push(...found);
      if (found.length < perPage) break;
    }
    return items;
  }
}

/** GitHub answered a list with something else. */
export class Refused extends Ended {
  readonly code: number;
  constructor(endpoint: string, reply: Answer) {
    super(unknown(`GET /${endpoint}: ${refusal(reply)}`));
    this.code = reply.code;
  }
}

/** A refusal in GitHub's own words. */
export function refusal({ code, body }: Answer): string {
  try {
    return `${code} ${String((JSON.parse(body) as { message?: unknown }).message).slice(0, 1000)}`;
  } catch {
    return String(code);
  }
}

function isRateLimited({ code, body, headers }: Reply): boolean {
  return code === 429 || (code === 403 && (headers["x-ratelimit-remaining"] === "0" || /rate limit/i.test(body)));
}

function until({ headers }: Reply): string {
  const reset = Number(headers["x-ratelimit-reset"]);
  return reset > 0 ? ` until ${new Date(1000 * reset).toISOString()}` : "";
}
