import type { StoredResource } from "../cloud";
import { type Properties, textOf } from "../properties";
import type { Call } from "../resource-type";
import { findRepository, type FoundRepository } from "./repositories";

/** The repository that a call is about. */
export function repositoryOf({ caller, cloud, properties }: Call): FoundRepository | undefined {
  return findRepository(cloud.world, caller.account, textOf(properties, "repository"));
}

/**
 * What GitHub holds of a type in a call's repository, whatever the repository was called when it was made: the plugin
 * asks by properties, not by the id, which keeps the name of that time.
 */
export function heldIn(call: Call, type: string, fits: (properties: Properties) => boolean): StoredResource[] {
  const fullName = repositoryOf(call)?.fullName;
  if (fullName === undefined) return [];
  return call.cloud.resources.filter(
    ({ type: other, account = "", properties }) =>
      other === type &&
      fits(properties) &&
      findRepository(call.cloud.world, account, textOf(properties, "repository"))?.fullName === fullName,
  );
}

export const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";

/** The environment that a call's properties name. */
export function environmentOf(call: Call): StoredResource | undefined {
  return heldIn(call, ENVIRONMENT, (held) => sameEnvironment(held, call.properties))[0];
}

/** GitHub ignores case in the names of environments. */
export function sameEnvironment(one: Properties, other: Properties): boolean {
  return textOf(one, "environment").toLowerCase() === textOf(other, "environment").toLowerCase();
}

/**
 * Whether a changed `repository` is only another name of the same repository, and nothing else has changed that would
 * need a new resource.
 *
 * Source: https://github.com/integrations/terraform-provider-github, github/util_diff.go, diffRepository
 */
export function onlyRenamed(state: Properties, call: Call, others: readonly string[]): boolean {
  const same = others.every(
    (property) => state[property] === undefined || state[property] === call.properties[property],
  );
  return same && state.repositoryId !== undefined && state.repositoryId === repositoryOf(call)?.id;
}

/** A path below a call's repository, as the plugin asks for it. */
export function pathOf({ caller, properties }: Call, rest: string): string {
  return `repos/${caller.account}/${textOf(properties, "repository")}/${rest}`;
}
