import { randomInt } from "node:crypto";
import { type Properties, template, textOf } from "../properties";
import { unless } from "../refusals";
import { ENVIRONMENT, inEnvironment, inRepository, NOT_FOUND } from "./held";

export const POLICY = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

const METHODS = { create: "POST", update: "PUT", delete: "DELETE" } as const;

/** A branch that may deploy to an environment whose branches are chosen one by one. */
export const deploymentPolicy = inRepository({
  token: POLICY,
  inputs: ["environment", "repository", "branchPattern"],
  replaceOn: ["repository", "environment"],
  keys: ["environment", "policyId"],
  request: (change, { id, properties }) => {
    const policies = `environments/${textOf(properties, "environment")}/deployment-branch-policies`;
    return [METHODS[change], change === "create" ? policies : `${policies}/${id.split(":").at(-1) ?? ""}`];
  },
  decided: { policyId: ({ id }) => Number(id.split(":").at(-1)) },
  id: ({ repository, environment, policyId = randomInt(1, 1_000_000) }) =>
    template`${repository}:${environment}:${policyId}`,
  idDecided: true,
  refuse: {
    create: [
      unless(
        (call) =>
          inEnvironment(call, ENVIRONMENT).some(
            ({ properties: { deploymentBranchPolicy } }) =>
              (deploymentBranchPolicy as Properties | undefined)?.customBranchPolicies === true,
          ),
        NOT_FOUND,
      ),
    ],
  },
  // GitHub answers 303 for an existing one: the plugin takes that for success, and 0 for the id.
  already: (call) => {
    const { branchPattern, repository, environment } = call.properties;
    const there = inEnvironment(call, POLICY).some(({ properties }) => properties.branchPattern === branchPattern);
    return there ? template`${repository}:${environment}:0` : undefined;
  },
});
