import { randomUUID } from "node:crypto";
import { isObject, parseJson, textOf, type Value } from "../properties";
import type { Invoke } from "../resource-type";
import type { Answer, World } from "../world";
import type { Cloud } from "../cloud";
import { describePermission, teamAnswer } from "./access-answers";
import { describeEnvironment, listEnvironments, listPolicies } from "./environment-answers";
import { api, githubError } from "./error";
import { findRepository, type FoundRepository } from "./repositories";

/**
 * A GET request. As in the plugin, a 404 is an answer, any other failure an error.
 *
 * Source: https://github.com/integrations/terraform-provider-github, github/data_source_github_rest_api.go
 */
export const getRestApi: Invoke = (args, { cloud }) => {
  const endpoint = textOf(args, "endpoint");
  const path = endpoint.replace(/^\//, "");
  const answer = givenAnswer(cloud.world, path) ?? teamAnswer(cloud.world, path) ?? answerTo(cloud, path);
  if ("error" in answer) throw new Error(answer.error);
  const { code, body } = answer;
  if (code >= 300 && code !== 404) throw new Error(githubError("GET", path, code, messageOf(body)));
  const id = randomUUID();
  const headers = JSON.stringify({ "X-Github-Request-Id": [id] });
  return { id, endpoint, code, status: code === 404 ? "404 Not Found" : `${code} OK`, headers, body };
};

function givenAnswer({ github }: World, path: string): Answer | undefined {
  const given = Object.entries(github.answers ?? {});
  return given.find(([endpoint]) => endpoint.replace(/^\//, "") === path)?.[1];
}

/** The endpoints of a repository: what follows `repos/{owner}/{repo}`, and what GitHub answers. */
const endpoints: readonly {
  readonly pattern: RegExp;
  readonly answer: (repository: FoundRepository, name: string, cloud: Cloud) => Value | undefined;
}[] = [
  { pattern: /^$/, answer: describe },
  { pattern: /^\/actions\/oidc\/customization\/sub$/, answer: ({ oidc }) => ({ ...oidc }) },
  { pattern: /^\/branches\/([^/]+)$/, answer: describeBranch },
  { pattern: /^\/collaborators\/([^/]+)\/permission$/, answer: describePermission },
  { pattern: /^\/rules\/branches\/([^/]+)$/, answer: rulesOf },
  // The query asks for more of a page.
  { pattern: /^\/environments(?:\?.*)?$/, answer: listEnvironments },
  { pattern: /^\/environments\/([^/?]+)$/, answer: describeEnvironment },
  { pattern: /^\/environments\/([^/?]+)\/deployment-branch-policies(?:\?.*)?$/, answer: listPolicies },
];

function answerTo(cloud: Cloud, path: string): Answer {
  const { world } = cloud;
  // The stand-in counts no requests.
  if (path === "rate_limit") {
    const rate = { limit: 5000, remaining: 5000, used: 0, reset: Math.floor(Date.now() / 1000) + 3600 };
    return { code: 200, body: JSON.stringify({ rate }) };
  }
  const [, kind, login = ""] = /^(orgs|users)\/([^/]+)$/.exec(path) ?? [];
  if (kind !== undefined) {
    const account = kind === "orgs" ? organization(world, login) : user(world, login);
    return account === undefined ? notFound("Not Found") : { code: 200, body: JSON.stringify(account) };
  }
  const [, owner = "", name = "", rest = ""] = /^repos\/([^/]+)\/([^/]+)(\/.+)?$/.exec(path) ?? [];
  const endpoint = endpoints.find(({ pattern }) => owner !== "" && pattern.test(rest));
  if (endpoint === undefined) throw new Error(`the stand-in for GitHub does not know the endpoint ${api}${path}`);
  const repository = findRepository(world, owner, name);
  const asked = decodeURIComponent(endpoint.pattern.exec(rest)?.[1] ?? "");
  const body = repository === undefined ? undefined : endpoint.answer(repository, asked, cloud);
  if (body !== undefined) return { code: 200, body: JSON.stringify(body) };
  return notFound(repository !== undefined && rest.includes("/branches/") ? "Branch not found" : "Not Found");
}

function notFound(message: string): Answer {
  return { code: 404, body: JSON.stringify({ message, status: "404" }) };
}

/** An organization with its plan: one without protection rules for its private repositories is the free one. */
function organization({ github }: World, login: string): Value | undefined {
  const owned = Object.values(github.repositories).filter(
    (each) =>
      "owner" in each && each.owner.login.toLowerCase() === login.toLowerCase() && each.owner.type === "Organization",
  );
  if (owned.length === 0) return undefined;
  const free = owned.some(
    (each) => "visibility" in each && each.visibility !== "public" && each.protectionRules === false,
  );
  const team = owned.some((each) => "visibility" in each && each.protectionRules === "branch");
  return { login, plan: { name: free ? "free" : team ? "team" : "enterprise" } };
}

/** A user. The plan is told to nobody else, so it is not told here. */
function user({ github }: World, login: string): Value | undefined {
  const known = Object.entries(github.users ?? {}).find(([name]) => name.toLowerCase() === login.toLowerCase());
  return known === undefined ? undefined : { login: known[0], id: known[1], type: "User" };
}

function describe(repository: FoundRepository): Value {
  const { id, name, fullName, owner, visibility, archived = false, default_branch } = repository;
  return {
    id,
    name,
    full_name: fullName,
    private: visibility !== "public",
    owner: { ...owner },
    visibility,
    archived,
    default_branch,
  };
}

function describeBranch({ branches }: FoundRepository, name: string): Value | undefined {
  const branch = branches[name];
  return branch === undefined ? undefined : { name, protected: branch.reviewsRequired };
}

/** GitHub answers for branches that do not exist, too: rules are made for patterns. */
function rulesOf({ branches }: FoundRepository, name: string): Value {
  if (branches[name]?.reviewsRequired !== true) return [];
  return [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }];
}

function messageOf(body: string): string {
  const value = parseJson(body);
  return isObject(value) ? textOf(value, "message") : "";
}
