import { endpointsOf, type RepositoryFacts, repositoryFacts } from "../../../components/policy/repository-facts";
import type { Settings } from "../../../components/policy/settings";
import type { GithubApi } from "./api";

/** The repository as the program sees it, and what the token's user may do there. */
export interface Repository {
  readonly facts: RepositoryFacts;
  readonly path: string;
  readonly permissions: Readonly<Record<string, boolean | undefined>>;
}

/** @throws InputError or Ended if the program would fail. */
export async function findRepository(
  { repository: asked, subjectPrefix: statedPrefix }: Settings,
  api: GithubApi,
): Promise<Repository> {
  const endpoints = endpointsOf(asked);
  const [repository, subject] = await Promise.all([api.must(endpoints.repository), api.must(endpoints.subject)]);
  const facts = repositoryFacts({ asked, repository, subject, statedPrefix });
  const { permissions = {} } = JSON.parse(repository.body) as Partial<Repository>;
  return { facts, path: `repos/${facts.owner}/${facts.name}`, permissions };
}
