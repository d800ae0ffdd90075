import { getRestApi } from "@pulumi/github/getRestApi";
import type { Provider } from "@pulumi/github/provider";

import { type Answer, explainFailure } from "../policy/github-answers";
import { endpointsOf, type RepositoryFacts, repositoryFacts } from "../policy/repository-facts";
import type { Settings } from "../policy/settings";

/**
 * Asks GitHub what the repository's tokens look like, before anything is built.
 *
 * @throws InputError when GitHub does not answer, or its answer cannot be used
 */
export async function readRepository(
  { repository: asked, subjectPrefix: statedPrefix }: Pick<Settings, "repository" | "subjectPrefix">,
  provider: Provider,
): Promise<RepositoryFacts> {
  const endpoints = endpointsOf(asked);
  const repository = await ask(endpoints.repository, provider);
  const subject = await ask(endpoints.subject, provider);
  return repositoryFacts({ asked, repository, subject, statedPrefix });
}

async function ask(endpoint: string, provider: Provider): Promise<Answer> {
  try {
    const { code, body } = await getRestApi({ endpoint }, { provider });
    return { endpoint, code, body };
  } catch (error) {
    throw explainFailure(endpoint, String(error));
  }
}
