import type { StoredResource } from "../cloud";
import { type Properties, template, textOf, UNKNOWN } from "../properties";
import type { Call, Failure, ResourceType } from "../resource-type";
import { changeError } from "./error";
import { heldIn, onlyRenamed, pathOf, repositoryOf } from "./held";

/** A variable of a repository, for its workflows. GitHub keeps names in upper case. */
export const actionsVariable: ResourceType = {
  token: "github:index/actionsVariable:ActionsVariable",
  required: ["repository", "value", "variableName"],
  optional: [],
  replaceOn: ["repository", "variableName"],
  check: (inputs) => nameFailures(textOf(inputs, "variableName")),
  normalize: normalized,
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
  find: variableOf,
  imported: (id) => {
    const [repository = "", variableName = ""] = id.split(":");
    return { repository, variableName };
  },
  sameThing: (state, call) =>
    onlyRenamed(state, { ...call, properties: normalized(call.properties) }, ["variableName"]),
  gone: { update: (call) => isGone(call, "PATCH"), delete: (call) => isGone(call, "DELETE") },
};

function variableOf(call: Call): StoredResource | undefined {
  const name = upperCase(textOf(call.properties, "variableName"));
  return heldIn(call, actionsVariable.token, ({ variableName }) => variableName === name)[0];
}

function isGone(call: Call, method: "PATCH" | "DELETE"): string {
  return changeError(
    method,
    pathOf(call, `actions/variables/${textOf(call.properties, "variableName")}`),
    404,
    "Not Found",
  );
}

/** A variable that a repository holds before the first up. */
export function variableBefore(fullName: string, repositoryId: number, name: string, value: string): StoredResource {
  const [account = "", repository = ""] = fullName.split("/");
  const variableName = upperCase(name);
  const times = { createdAt: now(), updatedAt: now(), repositoryId };
  const properties: Properties = { repository, variableName, value, ...times };
  return { provider: "github", type: actionsVariable.token, id: `${repository}:${variableName}`, account, properties };
}

function refusesChange(call: Call, method: "POST" | "PATCH" | "DELETE"): string | undefined {
  const repository = repositoryOf(call);
  const name = method === "POST" ? "" : `/${textOf(call.properties, "variableName")}`;
  const path = pathOf(call, `actions/variables${name}`);
  if (repository === undefined) return changeError(method, path, 404, "Not Found");
  if (repository.archived !== true) return undefined;
  return changeError(method, path, 403, "Repository was archived so is read-only.");
}

function refusesExisting(call: Call): string | undefined {
  if (variableOf(call) === undefined) return undefined;
  return changeError("POST", pathOf(call, "actions/variables"), 409, "Already exists - Variable already exists");
}

function normalized(inputs: Properties): Properties {
  return { ...inputs, variableName: upperCase(textOf(inputs, "variableName")) };
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
