import { randomUUID } from "node:crypto";
import type { Cloud } from "../cloud";
import { isObject, parseJson, textOf, type Value } from "../properties";
import type { Invoke } from "../resource-type";
import type { Answer, World } from "../world";
import { describeEnvironment, listPolicies } from "./environment-answers";
import { api, githubError } from "./error";
import { findRepository, type FoundRepository, isSame } from "./repositories";

/**
 * A GET request. As in the plugin, a 404 is an answer, any other failure an error.
 *
 * Source: https://github.com/integrations/terraform-provider-github, github/data_source_github_rest_api.go
 */
export const getRestApi: Invoke = (args, { cloud }) => {
  const endpoint = textOf(args, "endpoint");
  const path = endpoint.replace(/^\//, "");
  const given = Object.entries(cloud.world.github.answers ?? {}).find(([each]) => each.replace(/^\//, "") === path);
  const answer = given?.[1] ?? answerTo(cloud, path);
  if ("error" in answer) throw new Error(answer.error);
  const { code, body } = answer;
  if (code >= 300 && code !== 404) {
    const said = parseJson(body);
    throw new Error(githubError("GET", path, code, isObject(said) ? textOf(said, "message") : ""));
  }
  const id = randomUUID();
  const headers = JSON.stringify({ "X-Github-Request-Id": [id] });
  return { id, endpoint, code, status: code === 404 ? "404 Not Found" : `${code} OK`, headers, body };
};

function answerTo(cloud: Cloud, path: string): Answer {
  // A query asks for more of a page.
  const [bare = ""] = path.split("?");
  const endpoint = endpoints.find(({ pattern }) => pattern.test(bare));
  if (endpoint === undefined) throw new Error(`the stand-in for GitHub does not know the endpoint ${api}${path}`);
  const body = endpoint.answer(cloud, ...(endpoint.pattern.exec(bare)?.slice(1).map(decodeURIComponent) ?? []));
  if (body === undefined) return { code: 404, body: JSON.stringify({ message: "Not Found", status: "404" }) };
  return body === "" ? { code: 204, body } : { code: 200, body: JSON.stringify(body) };
}

interface Endpoint {
  readonly pattern: RegExp;
  /** What GitHub answers, by the groups of the pattern; undefined if it holds nothing of the kind, empty for a plain yes. */
  readonly answer: (cloud: Cloud, ...asked: string[]) => Value | undefined;
}

const endpoints: readonly Endpoint[] = [
  {
    pattern: /^rate_limit$/,
    // The stand-in counts no requests.
    answer: () => ({ rate: { limit: 5000, remaining: 5000, used: 0, reset: Math.floor(Date.now() / 1000) + 3600 } }),
  },
  { pattern: /^orgs\/([^/]+)$/, answer: ({ world }, login = "") => organization(world, login) },
  { pattern: /^users\/([^/]+)$/, answer: ({ world }, login = "") => user(world, login) },
  { pattern: /^organizations\/\d+\/team\/(\d+)$/, answer: ({ world }, id) => team(world, Number(id)) },
  // Source: https://docs.github.com/en/rest/teams/teams#check-team-permissions-for-a-repository
  {
    pattern: /^organizations\/\d+\/team\/(\d+)\/repos\/([^/]+)\/([^/]+)$/,
    answer: ({ world }, id, owner = "", name = "") => {
      const slug = team(world, Number(id))?.slug;
      const found = findRepository(world, owner, name);
      return slug !== undefined && found && (found.access?.teams.includes(slug) ?? true) ? "" : undefined;
    },
  },
  ofRepository("", describe),
  ofRepository("/actions/oidc/customization/sub", ({ oidc }) => ({ ...oidc })),
  ofRepository("/branches/([^/]+)", ({ branches }, name) => {
    const branch = branches[name];
    return branch && { name, protected: branch.reviewsRequired };
  }),
  ofRepository("/collaborators/([^/]+)/permission", describePermission),
  // GitHub answers for branches that do not exist, too: rules are made for patterns.
  ofRepository("/rules/branches/([^/]+)", ({ branches }, name) =>
    branches[name]?.reviewsRequired === true
      ? [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }]
      : [],
  ),
  ofRepository("/environments/([^/]+)", describeEnvironment),
  ofRepository("/environments/([^/]+)/deployment-branch-policies", listPolicies),
];

/** An endpoint of a repository, by what follows its name. */
function ofRepository(
  rest: string,
  answer: (repository: FoundRepository, asked: string, cloud: Cloud) => Value | undefined,
): Endpoint {
  return {
    pattern: new RegExp(`^repos/([^/]+)/([^/]+)${rest}$`),
    answer: (cloud, owner = "", name = "", asked = "") => {
      const repository = findRepository(cloud.world, owner, name);
      return repository && answer(repository, asked, cloud);
    },
  };
}

/** An organization with its plan: one without protection rules for its private repositories is the free one. */
function organization({ github }: World, login: string): Value | undefined {
  const owned = Object.values(github.repositories).flatMap((each) =>
    "owner" in each && isSame(each.owner.login, login) && each.owner.type === "Organization" ? [each] : [],
  );
  if (owned.length === 0) return undefined;
  const free = owned.some(({ visibility, protectionRules }) => visibility !== "public" && protectionRules === false);
  const team = owned.some(({ protectionRules }) => protectionRules === "branch");
  return { login, plan: { name: free ? "free" : team ? "team" : "enterprise" } };
}

/** A user. The plan is told to nobody else, so it is not told here. */
function user({ github: { users = {} } }: World, login: string): Value | undefined {
  const known = Object.keys(users).find((name) => isSame(name, login));
  return known === undefined ? undefined : { login: known, id: users[known] ?? 0, type: "User" };
}

function team(
  { github: { teams = {} } }: World,
  id: number,
): { readonly id: number; readonly slug: string } | undefined {
  const slug = Object.keys(teams).find((name) => teams[name] === id);
  return slug === undefined ? undefined : { id, slug };
}

function describe(repository: FoundRepository): Value {
  const { id, name, fullName, owner, visibility, archived = false, default_branch } = repository;
  const isPrivate = visibility !== "public";
  return {
    id,
    name,
    full_name: fullName,
    private: isPrivate,
    owner: { ...owner },
    visibility,
    archived,
    default_branch,
  };
}

/** A user's permission in the repository, which may be "none". Everybody may read a public one. */
function describePermission(
  { access, visibility }: FoundRepository,
  login: string,
  { world }: Cloud,
): Value | undefined {
  if (user(world, login) === undefined) return undefined;
  const reads = visibility === "public" || (access?.users.some((name) => isSame(name, login)) ?? true);
  const permission = reads ? "read" : "none";
  return { permission, role_name: permission, user: { login } };
}
