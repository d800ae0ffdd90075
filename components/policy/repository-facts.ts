import { isBranchName } from "./branch";
import type { Identity } from "./claims";
import { type Answer, answeredObject, githubError } from "./github-answers";
import { InputError, shown } from "./input-error";
import { fieldsOf } from "./json";
import type { RepositoryName } from "./repository-name";
import { isHyphenForm, parseSubjectPrefix, PREFIX_FORM, type SubjectPrefix } from "./subject-prefix";

/** What GitHub says about the repository: everything that identifies its tokens. */
export interface RepositoryFacts extends Identity {
  readonly visibility: string;
  readonly defaultBranch: string;
}

type BasicFacts = Omit<RepositoryFacts, "subjectPrefix">;

/** The two requests that answer everything; a pull request's GITHUB_TOKEN may not make others. */
export function endpointsOf({ owner, name }: RepositoryName): { repository: string; subject: string } {
  return { repository: `repos/${owner}/${name}`, subject: `repos/${owner}/${name}/actions/oidc/customization/sub` };
}

/** What GitHub answered, and what the user stated. */
export interface RepositoryAnswers {
  readonly asked: RepositoryName;
  readonly repository: Answer;
  readonly subject: Answer;
  /** The config key `subjectPrefix`; empty if the user stated none. */
  readonly statedPrefix: string;
}

/**
 * The repository as its tokens identify it.
 *
 * @throws InputError if the repository is archived or has another name, if its subjects are customized, or if
 * GitHub and the user together do not say how they start.
 */
export function repositoryFacts({ asked, repository, subject, statedPrefix }: RepositoryAnswers): RepositoryFacts {
  const facts = basicFacts(repository);
  if (`${facts.owner}/${facts.name}`.toLowerCase() !== `${asked.owner}/${asked.name}`.toLowerCase()) {
    throw setting(
      "repository",
      `got ${shown(`${asked.owner}/${asked.name}`)}, which GitHub now calls ${facts.owner}/${facts.name}; expected that name`,
    );
  }
  // Without an answer a template is unknown; but no token carries a prefix that is stated wrongly.
  if (subject.code === 404 && statedPrefix !== "") {
    return { ...facts, subjectPrefix: agreedPrefix(facts, subject.endpoint, "", statedPrefix) };
  }
  const customization = answeredObject(subject);
  if (customization.use_default !== true && !isDefaultForm(customization.include_claim_keys)) {
    throw githubError(
      subject.endpoint,
      `use_default is ${shown(customization.use_default)}: the repository's subjects follow a template of its own, not the form that the roles trust; ` +
        `expected GitHub's default (PUT the same endpoint with use_default true)`,
    );
  }
  return {
    ...facts,
    subjectPrefix: agreedPrefix(facts, subject.endpoint, customization.sub_claim_prefix, statedPrefix),
  };
}

/** The default form, written out as a template. */
function isDefaultForm(keys: unknown): boolean {
  return JSON.stringify(keys) === JSON.stringify(["repo", "context"]);
}

function basicFacts(answer: Answer): BasicFacts {
  const { id, name, owner, visibility, default_branch: defaultBranch, archived } = answeredObject(answer);
  const { login, id: ownerId } = fieldsOf(owner);
  const checked = (field: string, value: unknown, fits: boolean, want: string) => {
    if (fits) return String(value);
    throw githubError(answer.endpoint, `${field} is ${shown(value)}; expected ${want}`);
  };
  const text = (field: string, value: unknown) =>
    checked(field, value, typeof value === "string" && value !== "", "text");
  const number = (field: string, value: unknown) =>
    checked(field, value, Number.isSafeInteger(value) && (value as number) > 0, "a whole number");
  const isBranch = typeof defaultBranch === "string" && isBranchName(defaultBranch);
  if (archived === true)
    throw githubError(answer.endpoint, "the repository is archived: no workflow runs in it; expected one that is not");
  return {
    owner: text("owner.login", login),
    name: text("name", name),
    repositoryId: number("id", id),
    ownerId: number("owner.id", ownerId),
    visibility: text("visibility", visibility),
    defaultBranch: checked("default_branch", defaultBranch, isBranch, "the exact name of one branch"),
  };
}

/** GitHub's prefix counts; the user's only if GitHub gives none. */
function agreedPrefix(facts: BasicFacts, endpoint: string, given: unknown, stated: string): string {
  if (typeof given !== "string" || given === "") {
    if (stated !== "") return checkedPrefix("subjectPrefix", stated, facts).text;
    throw githubError(
      endpoint,
      `sub_claim_prefix is ${shown(given)}: GitHub does not say what the subjects start with; expected it in the config key subjectPrefix (${PREFIX_FORM}), taken from a token of a test run`,
    );
  }
  if (stated !== "" && stated !== given) {
    throw setting(
      "subjectPrefix",
      `got ${shown(stated)}, but GitHub says ${shown(given)}; expected that, or no subjectPrefix at all`,
    );
  }
  return checkedPrefix("sub_claim_prefix", given, facts).text;
}

function checkedPrefix(key: string, text: string, facts: BasicFacts): SubjectPrefix {
  const prefix = parseSubjectPrefix(text);
  if (prefix === undefined) throw setting(key, `got ${shown(text)}; expected ${PREFIX_FORM}`);
  // AWS is case-sensitive: a user must spell the names as GitHub does. GitHub's own prefix is what its tokens carry.
  const spelled = (name: string) => (key === "subjectPrefix" ? name : name.toLowerCase());
  if (spelled(`${prefix.owner}/${prefix.name}`) !== spelled(`${facts.owner}/${facts.name}`)) {
    const hyphens = isHyphenForm(prefix, facts.repositoryId) ? " (the form with hyphens is never issued)" : "";
    throw setting(
      key,
      `got ${shown(text)}, which names another repository than ${facts.owner}/${facts.name}${hyphens}`,
    );
  }
  if (
    prefix.ids !== undefined &&
    (prefix.ids.owner !== facts.ownerId || prefix.ids.repository !== facts.repositoryId)
  ) {
    throw setting(
      key,
      `got ${shown(text)}, but GitHub says owner id ${facts.ownerId} and repository id ${facts.repositoryId}`,
    );
  }
  return prefix;
}

function setting(key: string, message: string): InputError {
  return new InputError("GitHub's repository does not fit the settings:", [{ key, message }]);
}
