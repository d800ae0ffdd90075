import { randomInt } from "node:crypto";
import type { StoredResource } from "../cloud";
import { type Properties, template, textOf } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { changeError } from "./error";
import { environmentOf, heldIn, onlyRenamed, pathOf, repositoryOf } from "./held";

/** A branch that may deploy to an environment whose branches are chosen one by one. */
export const deploymentPolicy: ResourceType = {
  token: "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy",
  required: ["environment", "repository"],
  optional: ["branchPattern", "tagPattern"],
  replaceOn: ["repository", "environment"],
  decided: {
    policyId: ({ id }) => Number(id.split(":").at(-1)),
    repositoryId: (call) => repositoryOf(call)?.id ?? 0,
  },
  id: ({ repository, environment }) => template`${repository}:${environment}:${randomInt(1, 1_000_000)}`,
  idDecided: true,
  refuse: { create: refusesPolicy },
  find: (call) => {
    const policyId = call.properties.policyId ?? Number(call.id.split(":").at(-1));
    return policiesOf(call).find(({ properties }) => properties.policyId === policyId);
  },
  imported: (id) => {
    const [repository = "", environment = "", policyId = ""] = id.split(":");
    return { repository, environment, policyId: Number(policyId) };
  },
  sameThing: (state, call) => onlyRenamed(state, call, ["environment"]),
  gone: { update: (call) => isGone(call, "PUT"), delete: (call) => isGone(call, "DELETE") },
  // GitHub answers 303 for an existing one: the plugin takes that for success, and 0 for the id.
  already: (call) => {
    const { branchPattern, repository, environment } = call.properties;
    const there = policiesOf(call).some(({ properties }) => properties.branchPattern === branchPattern);
    return there ? template`${repository}:${environment}:0` : undefined;
  },
};

/** A policy that an environment has before the first up. */
export function policyBefore(
  fullName: string,
  repositoryId: number,
  environment: string,
  branchPattern: string,
  policyId: number,
): StoredResource {
  const [account = "", repository = ""] = fullName.split("/");
  const properties: Properties = { repository, environment, branchPattern, policyId, repositoryId };
  const id = `${repository}:${environment}:${policyId}`;
  return { provider: "github", type: deploymentPolicy.token, id, account, properties };
}

export function policiesOf(call: Call): StoredResource[] {
  const asked = textOf(call.properties, "environment").toLowerCase();
  return heldIn(
    call,
    deploymentPolicy.token,
    (properties) => textOf(properties, "environment").toLowerCase() === asked,
  );
}

function refusesPolicy(call: Call): string | undefined {
  const chosen = environmentOf(call)?.properties.deploymentBranchPolicy as Properties | undefined;
  return chosen?.customBranchPolicies === true ? undefined : isMissing(call, "POST", "");
}

function isGone(call: Call, method: "PUT" | "DELETE"): string {
  return isMissing(call, method, `/${call.id.split(":").at(-1) ?? ""}`);
}

function isMissing(call: Call, method: string, rest: string): string {
  const policies = `environments/${textOf(call.properties, "environment")}/deployment-branch-policies`;
  return changeError(method, pathOf(call, `${policies}${rest}`), 404, "Not Found");
}
