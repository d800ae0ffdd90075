import { RepositoryEnvironment } from "@pulumi/github/repositoryEnvironment";
import { RepositoryEnvironmentDeploymentPolicy } from "@pulumi/github/repositoryEnvironmentDeploymentPolicy";
import * as pulumi from "@pulumi/pulumi";

import type { Protection } from "./policy/environment-protection";

export interface DeploymentEnvironmentArgs {
  /** The repository's name without its owner: the owner is the provider's. */
  readonly repository: string;
  readonly environment: string;
  /** The one branch that may deploy to the environment. */
  readonly branch: string;
  /** Who must approve a deployment, by numeric ids; nobody where both are empty. */
  readonly reviewers: { readonly users: readonly number[]; readonly teams: readonly number[] };
  /** How long a deployment waits before it starts, in minutes. */
  readonly waitMinutes: number;
  /** What GitHub's plan allows. Only what is allowed is sent: GitHub answers 422 to the rest. */
  readonly environmentProtection: Protection;
}

/** The GitHub environment that the deploying jobs run in: which branch may, who approves, and that no administrator bypasses it. */
export class DeploymentEnvironment extends pulumi.ComponentResource {
  constructor(name: string, args: DeploymentEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:github:DeploymentEnvironment", name, {}, opts);

    const { repository, environment, branch, environmentProtection } = args;
    const onlySomeBranches = { protectedBranches: false, customBranchPolicies: true };
    const created = new RepositoryEnvironment(
      name,
      {
        repository,
        environment,
        ...(environmentProtection === "none" ? {} : { deploymentBranchPolicy: onlySomeBranches }),
        ...(environmentProtection === "full" ? approval(args) : {}),
      },
      { parent: this, hooks: { onError: [new pulumi.ErrorHook(`${name}-refused`, explainRefusal)] } },
    );
    if (environmentProtection !== "none") {
      new RepositoryEnvironmentDeploymentPolicy(
        name,
        { repository, environment: created.environment, branchPattern: branch },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

function approval({ reviewers: { users, teams }, waitMinutes }: DeploymentEnvironmentArgs) {
  return {
    canAdminsBypass: false,
    // A single reviewer who starts a deployment would be locked out.
    preventSelfReview: teams.length > 0 || users.length > 1,
    ...(waitMinutes === 0 ? {} : { waitTimer: waitMinutes }),
    ...(users.length + teams.length === 0 ? {} : { reviewers: [{ users: [...users], teams: [...teams] }] }),
  };
}

/** GitHub's 422 does not say that the plan is the reason; this does. */
export function explainRefusal({ errors: [latest = ""] }: pulumi.ErrorHookArgs): boolean {
  if (latest.includes("422")) {
    throw new Error(
      `GitHub's plan does not allow this protection of the environment (${latest.trim()}). Set the config key environmentProtection to branch (private repositories on Pro and Team) or none (on Free)`,
    );
  }
  return false;
}
