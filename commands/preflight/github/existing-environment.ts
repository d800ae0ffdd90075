import { environmentEndpoints, foundEnvironment, promisedRules } from "../../../components/policy/environment-answer";
import { environmentNotices, spellingProblem } from "../../../components/policy/environment-notices";
import { parsed } from "../../../components/policy/json";
import type { Settings } from "../../../components/policy/settings";
import { type Outcome, warning, wrong } from "../outcome";
import type { GithubApi } from "./api";

const PLACE = "the repository's settings, Environments";

/** What `up` would replace in an existing environment, and what it would leave; undefined if nothing. */
export async function existingEnvironment(settings: Settings, api: GithubApi): Promise<Outcome | undefined> {
  const { branch, environment, repository } = settings;
  const endpoints = environmentEndpoints(repository, environment);
  const answer = await api.try(endpoints.environment);
  if (answer?.code !== 200) return undefined;
  const policies = await api.try(endpoints.policies);
  const found = foundEnvironment(parsed(answer.body), parsed(policies?.body ?? ""));
  if (found === undefined) return undefined;
  const problem = spellingProblem(environment, found.name);
  if (problem !== undefined)
    return wrong(problem.message, `choose another environment, or delete that one in ${PLACE}`);

  const users = settings.reviewers.flatMap((reviewer) => ("user" in reviewer ? [reviewer.user] : []));
  const answers = await Promise.all(users.map((login) => api.try(`users/${login}`)));
  const ids = answers.map((each) => Number((parsed(each?.body ?? "") as { id?: unknown } | undefined)?.id));
  const teams = settings.reviewers.flatMap((reviewer) => ("team" in reviewer ? [reviewer.team] : []));
  const wanted = promisedRules({ ...settings, reviewers: { users: ids, teams } });
  const notices = environmentNotices({ environment, branch, wanted, found, ours: false });
  if (notices.length === 0) return undefined;
  return warning(notices.map((notice) => notice.replace(/^environment: /, "")).join("; "), `look at it in ${PLACE}`);
}
