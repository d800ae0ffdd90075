import { getRestApi } from "@pulumi/github/getRestApi";
import type { Provider } from "@pulumi/github/provider";

import { type Answer, explainFailure } from "../policy/github-answers";
import { InputError } from "../policy/input-error";

/**
 * GitHub's answer to a GET request, 404 included.
 *
 * @param endpoint path below the API's root, without a leading slash
 * @throws InputError if GitHub does not answer, or refuses to
 */
export async function askGithub(endpoint: string, provider: Provider): Promise<Answer> {
  try {
    const { code, body } = await getRestApi({ endpoint }, { provider });
    return { endpoint, code, body };
  } catch (error) {
    throw explainFailure(endpoint, String(error));
  }
}

/** The same for optional information: undefined if GitHub does not answer, or refuses to. */
export async function tryGithub(endpoint: string, provider: Provider): Promise<Answer | undefined> {
  try {
    return await askGithub(endpoint, provider);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
