import type { Provider } from "@pulumi/github/provider";

import { endpointsOf, type RepositoryFacts, repositoryFacts } from "../policy/repository-facts";
import type { Settings } from "../policy/settings";
import { askGithub } from "./github";

/**
 * Asks GitHub what the repository's tokens look like, before anything is built.
 *
 * @throws InputError if GitHub does not answer, or its answer cannot be used
 */
export async function readRepository(
  { repository: asked, subjectPrefix: statedPrefix }: Pick<Settings, "repository" | "subjectPrefix">,
  provider: Provider,
): Promise<RepositoryFacts> {
  const endpoints = endpointsOf(asked);
  const repository = await askGithub(endpoints.repository, provider);
  const subject = await askGithub(endpoints.subject, provider);
  return repositoryFacts({ asked, repository, subject, statedPrefix });
}
