import type { StoredResource } from "../cloud";
import { type Properties, template, textOf, UNKNOWN } from "../properties";
import type { Call, Failure, ResourceType } from "../resource-type";
import { githubError } from "./error";
import { findRepository, type FoundRepository } from "./repositories";

/** A variable of a repository, for its workflows. GitHub keeps names in upper case. */
export const actionsVariable: ResourceType = {
  token: "github:index/actionsVariable:ActionsVariable",
  required: ["repository", "value", "variableName"],
  optional: [],
  replaceOn: ["repository", "variableName"],
  check: (inputs) => nameFailures(textOf(inputs, "variableName")),
  normalize: (inputs) => ({ ...inputs, variableName: upperCase(textOf(inputs, "variableName")) }),
  decided: {
    createdAt: () => now(),
    updatedAt: () => now(),
    repositoryId: (call) => repositoryOf(call)?.id ?? 0,
  },
  decidedAgain: ["updatedAt"],
  id: ({ repository, variableName }) => template`${repository}:${variableName}`,
  refuse: {
    create: (call) => refusesChange(call, "POST") ?? refusesExisting(call),
    update: (call) => refusesChange(call, "PATCH"),
    delete: (call) => refusesChange(call, "DELETE"),
  },
};

/** A variable that a repository holds before the first up. */
export function variableBefore(fullName: string, name: string, value: string): StoredResource {
  const [account = "", repository = ""] = fullName.split("/");
  const variableName = upperCase(name);
  const times = { createdAt: now(), updatedAt: now() };
  const properties: Properties = { repository, variableName, value, ...times };
  return { provider: "github", type: actionsVariable.token, id: `${repository}:${variableName}`, account, properties };
}

function refusesChange(call: Call, method: "POST" | "PATCH" | "DELETE"): string | undefined {
  const repository = repositoryOf(call);
  const path =
    method === "POST" ? variablesOf(call) : `${variablesOf(call)}/${textOf(call.properties, "variableName")}`;
  if (repository === undefined) return githubError(method, path, 404, "Not Found");
  if (repository.archived !== true) return undefined;
  return githubError(method, path, 403, "Repository was archived so is read-only.");
}

function refusesExisting(call: Call): string | undefined {
  const { cloud, properties } = call;
  const fullName = repositoryOf(call)?.fullName;
  const exists = cloud.resources.some(
    (other) =>
      other.type === actionsVariable.token &&
      other.properties.variableName === properties.variableName &&
      findRepository(cloud.world, other.account ?? "", textOf(other.properties, "repository"))?.fullName === fullName,
  );
  if (!exists) return undefined;
  return githubError("POST", variablesOf(call), 409, "Already exists - Variable already exists");
}

function repositoryOf({ caller, cloud, properties }: Call): FoundRepository | undefined {
  return findRepository(cloud.world, caller.account, textOf(properties, "repository"));
}

function variablesOf({ caller, properties }: Call): string {
  return `repos/${caller.account}/${textOf(properties, "repository")}/actions/variables`;
}

/**
 * The plugin's own check, and its texts.
 *
 * Source: https://github.com/integrations/terraform-provider-github, github/util.go, validateSecretNameFunc
 */
function nameFailures(name: string): Failure[] {
  if (name === UNKNOWN) return [];
  const reasons = [
    ...(/^[A-Za-z_]\w*$/.test(name)
      ? []
      : ["secret names can only contain alphanumeric characters or underscores and must not start with a number"]),
    ...(/^GITHUB_/i.test(name) ? ["secret names must not start with the GITHUB_ prefix"] : []),
  ];
  return reasons.map((reason) => ({ property: "variableName", reason }));
}

function upperCase(name: string): string {
  return name === UNKNOWN ? name : name.toUpperCase();
}

/** As Go prints a time. */
function now(): string {
  return new Date().toISOString().replace(/^(.*)T(.*)\.\d+Z$/, "$1 $2 +0000 UTC");
}
