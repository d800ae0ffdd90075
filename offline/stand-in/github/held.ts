import type { Change, StoredResource } from "../cloud";
import { isObject, type Properties, textOf, UNKNOWN, type Value } from "../properties";
import { unless } from "../refusals";
import type { Call, ResourceType } from "../resource-type";
import { githubError } from "./error";
import { findRepository, type FoundRepository, isSame } from "./repositories";

export const NOT_FOUND = [404, "Not Found"] as const;

interface InRepository extends Omit<ResourceType, "explain" | "find" | "gone" | "id" | "refuse" | "sameThing"> {
  /** What, after the repository, its id consists of. */
  readonly keys: readonly string[];
  /** Default: from the keys. */
  readonly id?: ResourceType["id"];
  /** The plugin's request: the method, and the path below the repository. */
  readonly request: (change: Change, call: Call) => readonly [method: string, path: string];
  readonly refuse: NonNullable<ResourceType["refuse"]>;
}

/** What belongs to a repository, and stays the same when that gets another name. */
export function inRepository({ keys, request, refuse, ...type }: InRepository): ResourceType {
  const idKeys = ["repository", ...keys];
  return {
    id: (properties) => {
      const parts = idKeys.map((key) => textOf(properties, key));
      return parts.includes(UNKNOWN) ? UNKNOWN : parts.join(":");
    },
    ...type,
    decided: { ...type.decided, repositoryId: (call) => repositoryOf(call)?.id ?? 0 },
    // The plugin asks by properties, not by the id, which keeps the name of that time; an import has nothing else.
    find: (call) => {
      const parts = call.id.split(":");
      const ofId = Object.fromEntries(idKeys.map((key, index) => [key, parts[index] ?? ""]));
      const asked = { ...call, properties: { ...ofId, ...call.properties } };
      return heldIn(asked, type.token, (held) => keys.every((key) => isSame(held[key], asked.properties[key])))[0];
    },
    sameThing: (state, call) => onlyRenamed(state, call, type.replaceOn),
    refuse: {
      ...refuse,
      create: [unless((call) => repositoryOf(call) !== undefined, NOT_FOUND), ...(refuse.create ?? [])],
    },
    gone: NOT_FOUND,
    explain: (change, call, [status, message = ""]) => {
      const [method, path] = request(change, call);
      const address = `repos/${call.caller.account}/${textOf(call.properties, "repository")}/${path}`;
      // The bridge puts a heading in front.
      return `1 error occurred:\n\t* ${githubError(method, address, status, message)}\n\n`;
    },
  };
}

/** The repository that a call is about. */
export function repositoryOf({
  caller,
  cloud,
  properties,
}: Pick<Call, "caller" | "cloud" | "properties">): FoundRepository | undefined {
  return findRepository(cloud.world, caller.account, textOf(properties, "repository"));
}

/** What GitHub holds of a type in a call's repository, whatever the repository was called when it was made. */
export function heldIn(call: Call, type: string, fits: (properties: Properties) => boolean): StoredResource[] {
  const fullName = repositoryOf(call)?.fullName;
  if (fullName === undefined) return [];
  return call.cloud.resources.filter(
    ({ type: other, account = "", properties }) =>
      other === type &&
      fits(properties) &&
      repositoryOf({ ...call, caller: { ...call.caller, account }, properties })?.fullName === fullName,
  );
}

export const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";

/** What GitHub holds of a type in the environment that a call's properties name. */
export function inEnvironment(call: Call, type: string): StoredResource[] {
  return heldIn(call, type, ({ environment }) => isSame(environment, call.properties.environment));
}

/**
 * Whether a changed `repository` is only another name of the same repository, and nothing else has changed that would
 * need a new resource.
 *
 * Source: https://github.com/integrations/terraform-provider-github, github/util_diff.go, diffRepository
 */
function onlyRenamed(state: Properties, call: Call, identifying: readonly string[]): boolean {
  const same = identifying.every(
    (key) => key === "repository" || state[key] === undefined || isSame(state[key], call.properties[key]),
  );
  return same && state.repositoryId !== undefined && state.repositoryId === repositoryOf(call)?.id;
}

/** The ids of users and teams in an environment's reviewers. */
export function reviewersIn({ reviewers }: Properties): {
  readonly users: readonly Value[];
  readonly teams: readonly Value[];
} {
  const entries = [reviewers ?? []].flat().filter(isObject);
  return {
    users: entries.flatMap(({ users = [] }) => users),
    teams: entries.flatMap(({ teams = [] }) => teams),
  };
}
