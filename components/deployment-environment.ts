import { RepositoryEnvironment } from "@pulumi/github/repositoryEnvironment";
import { RepositoryEnvironmentDeploymentPolicy } from "@pulumi/github/repositoryEnvironmentDeploymentPolicy";
import * as pulumi from "@pulumi/pulumi";

import { explainingHook } from "./explaining-hook";
import { type EnvironmentPromise, promisedRules } from "./policy/environment-answer";
import { explainEnvironmentRefusal } from "./policy/github-refusal";

export interface DeploymentEnvironmentArgs extends EnvironmentPromise {
  /** The repository's name without its owner: the owner is the provider's. */
  readonly repository: string;
  readonly environment: string;
  /** The id of a policy for the branch that GitHub has and the state has not: it is taken over. */
  readonly existingPolicy?: number | undefined;
}

/** The GitHub environment that the deploying jobs run in: which branch may, who approves, and that no administrator bypasses it. */
export class DeploymentEnvironment extends pulumi.ComponentResource {
  constructor(name: string, args: DeploymentEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:github:DeploymentEnvironment", name, {}, opts);

    const { repository, environment, branch, environmentProtection, existingPolicy } = args;
    const { reviewers, waitMinutes, canAdminsBypass, preventSelfReview } = promisedRules(args);
    const asked = reviewers.users.length + reviewers.teams.length > 0;
    const approval = {
      canAdminsBypass,
      preventSelfReview,
      ...(waitMinutes === 0 ? {} : { waitTimer: waitMinutes }),
      ...(asked ? { reviewers: [{ users: [...reviewers.users], teams: [...reviewers.teams] }] } : {}),
    };
    const onlySomeBranches = { protectedBranches: false, customBranchPolicies: true };
    const created = new RepositoryEnvironment(
      name,
      {
        repository,
        environment,
        ...(environmentProtection === "none" ? {} : { deploymentBranchPolicy: onlySomeBranches }),
        ...(environmentProtection === "full" ? approval : {}),
      },
      { parent: this, hooks: { onError: [explainingHook(`${name}-refused`, explainEnvironmentRefusal)] } },
    );
    if (environmentProtection !== "none") {
      new RepositoryEnvironmentDeploymentPolicy(
        name,
        { repository, environment: created.environment, branchPattern: branch },
        {
          parent: this,
          hooks: { onError: [explainingHook(`${name}-policy-refused`, explainEnvironmentRefusal)] },
          import: existingPolicy === undefined ? undefined : `${repository}:${environment}:${existingPolicy}`,
        },
      );
    }
    this.registerOutputs({});
  }
}
