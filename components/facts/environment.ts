import type { Provider } from "@pulumi/github/provider";

import { type HeldResource, heldRules, holdsPolicy } from "../policy/adoption";
import {
  environmentEndpoints,
  type EnvironmentRules,
  foundEnvironment,
  shownReviewers,
} from "../policy/environment-answer";
import { environmentNotices, spellingProblems } from "../policy/environment-notices";
import { parsed } from "../policy/json";
import { refuseAny } from "../policy/input-error";
import type { RepositoryName } from "../policy/repository-name";
import { tryGithub } from "./github";
import { warn } from "./warn";

/** What a stack needs to know about its environment on GitHub. */
export interface EnvironmentQuestion {
  readonly repository: RepositoryName;
  readonly environment: string;
  readonly branch: string;
  readonly wanted: EnvironmentRules;
  /** What the stack's state holds. */
  readonly state: readonly HeldResource[];
}

/** What GitHub already has of the environment. */
export interface ReadEnvironment {
  /** The id of the branch policy to import, if GitHub has it and the state does not. */
  readonly existingPolicy?: number | undefined;
  /** Whether the reviewers are those of the settings. */
  readonly hasReviewers: boolean;
}

/**
 * Compares the existing environment with the settings, and says what differs: the plugin does not see all of it.
 *
 * @throws InputError if GitHub spells the environment differently.
 */
export async function readEnvironment(
  { repository, environment, branch, wanted, state }: EnvironmentQuestion,
  provider: Provider,
): Promise<ReadEnvironment> {
  const endpoints = environmentEndpoints(repository, environment);
  const answer = await tryGithub(endpoints.environment, provider);
  if (answer?.code !== 200) return { hasReviewers: false };
  const policies = await tryGithub(endpoints.policies, provider);
  const found = foundEnvironment(parsed(answer.body), parsed(policies?.body ?? ""));
  if (found === undefined) return { hasReviewers: false };
  refuseAny("GitHub's environment does not fit the settings:", spellingProblems(environment, found.name));

  const held = heldRules(state, environment);
  await warn(...environmentNotices({ environment, branch, wanted, found, held }));
  return {
    existingPolicy: found.policies.find(({ id, name }) => name === branch && !holdsPolicy(state, id))?.id,
    hasReviewers: shownReviewers(found) === shownReviewers(wanted),
  };
}
