import type { Provider } from "@pulumi/github/provider";
import * as pulumi from "@pulumi/pulumi";

import { type HeldResource, holdsEnvironment, holdsPolicy } from "../policy/adoption";
import { environmentEndpoints, type EnvironmentRules, foundEnvironment } from "../policy/environment-answer";
import { environmentNotices, spellingProblem } from "../policy/environment-notices";
import { parsed } from "../policy/json";
import { InputError } from "../policy/input-error";
import type { RepositoryName } from "../policy/repository-name";
import { tryGithub } from "./github";

/** What a stack must know of its environment as GitHub has it. */
export interface EnvironmentQuestion {
  readonly repository: RepositoryName;
  readonly environment: string;
  readonly branch: string;
  readonly wanted: EnvironmentRules;
  /** What the stack's state holds. */
  readonly state: readonly HeldResource[];
}

/**
 * Compares the environment that is there with the settings, and says what differs: the plugin does not see all of it.
 *
 * @returns the id of the branch's policy where GitHub has it and the state does not: it is to be imported
 * @throws InputError where GitHub has the environment in another spelling.
 */
export async function readEnvironment(
  { repository, environment, branch, wanted, state }: EnvironmentQuestion,
  provider: Provider,
): Promise<number | undefined> {
  const endpoints = environmentEndpoints(repository, environment);
  const answer = await tryGithub(endpoints.environment, provider);
  if (answer?.code !== 200) return undefined;
  const policies = await tryGithub(endpoints.policies, provider);
  const found = foundEnvironment(parsed(answer.body), parsed(policies?.body ?? ""));
  if (found === undefined) return undefined;
  const problem = spellingProblem(environment, found.name);
  if (problem !== undefined) throw new InputError("GitHub's environment does not fit the settings:", [problem]);

  const ours = holdsEnvironment(state, environment);
  for (const notice of environmentNotices({ environment, branch, wanted, found, ours })) await pulumi.log.warn(notice);
  return found.policies.find(({ id, name }) => name === branch && !holdsPolicy(state, id))?.id;
}
