// What preflight asks GitHub, answered as GitHub does: JSON, pages, 404 for what a token may not see.
import { CUSTOMIZATION, REPOSITORY } from "../../support/program";
import type { Answer, Behaviour, Request } from "./server";

export const TOKEN = "ghp_thisTokenIsNeverPrinted0123456789";

/** What GitHub answers at a path: a value, a list that comes in pages, or a status with its message. */
export type Content = object | number;

export interface GithubWorld {
  readonly token?: string;
  /** Answers that differ, by path. */
  readonly answers?: Readonly<Record<string, Content>>;
  /** What x-oauth-scopes says; undefined for a token that is not classic. */
  readonly scopes?: string | null;
}

/** A well kept repository. */
const ANSWERS: Readonly<Record<string, Content>> = {
  user: { login: "octocat", id: 5 },
  "users/octocat": { login: "octocat", id: 5 },
  "orgs/acme": { login: "acme", plan: { name: "enterprise" } },
  "orgs/acme/teams": [
    { id: 9, slug: "platform" },
    { id: 10, slug: "web" },
  ],
  "repos/acme/site": { ...REPOSITORY, permissions: { admin: true, push: true, pull: true } },
  "repos/acme/site/actions/oidc/customization/sub": CUSTOMIZATION,
  "repos/acme/site/rules/branches/main": [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }],
  "repos/acme/site/branches/main": { name: "main", protected: true },
  "repos/acme/site/collaborators/octocat/permission": { permission: "write" },
  "organizations/1111/team/9": { id: 9, slug: "platform" },
  "organizations/1111/team/9/repos/acme/site": 204,
  "repos/acme/site/actions/variables": { variables: [] },
  "repos/acme/site/environments": { environments: [] },
  "repos/acme/site/actions/secrets": { secrets: [{ name: "NPM_TOKEN" }] },
};

export function githubBehaviour(world: GithubWorld, received: Request[]): Behaviour {
  return (request) => {
    received.push(request);
    const { answers = {}, token = TOKEN, scopes = "gist, read:org, repo" } = world;
    if (request.headers.authorization !== `token ${token}`) return json(401, { message: "Bad credentials" });
    const path = decodeURI(request.url.pathname.slice(1));
    const content = answers[path] ?? ANSWERS[path] ?? 404;
    if (content === 204) return { status: 204, body: "" };
    if ("refused" in Object(content)) return json(403, { message: (content as { refused: string }).refused });
    if (typeof content === "number") return json(content, { message: `Refused with ${content}` });
    const scopesHeader: Readonly<Record<string, string>> = scopes === null ? {} : { "x-oauth-scopes": scopes };
    return json(200, page(content, request.url.searchParams), scopesHeader);
  };
}

/** One page of a list, or of the list in an object. GitHub gives at most 30 variables a page. */
function page(content: object, query: URLSearchParams): object {
  const most = "variables" in content ? 30 : 100;
  const size = Math.min(Number(query.get("per_page") ?? 30), most);
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  if (Array.isArray(content)) return content.slice(start, start + size) as object[];
  return Object.fromEntries(
    Object.entries(content).map(([key, value]: [string, unknown]) => [
      key,
      Array.isArray(value) ? (value.slice(start, start + size) as unknown) : value,
    ]),
  );
}

function json(status: number, value: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: JSON.stringify(value), headers: { "content-type": "application/json", ...headers } };
}

/** Variables of these names, as GitHub lists them. */
export function variables(...names: readonly string[]): Content {
  return { variables: names.map((name) => ({ name, value: "x" })) };
}
