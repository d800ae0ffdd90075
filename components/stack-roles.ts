import * as pulumi from "@pulumi/pulumi";

import type { Facts } from "./facts/facts";
import { GithubActionsRole } from "./github-actions-role";
import type { GithubOidcProvider } from "./github-oidc-provider";
import type { StackArns } from "./policy/aws-targets";
import { namePattern } from "./policy/names";
import { roleOutput } from "./policy/outputs";
import { permissionsOf } from "./policy/role-permissions";
import { type RoleName, roleNames } from "./policy/roles";
import type { StaticSite } from "./static-site";

/**
 * The roles of a stack: each trusts its one job, and may do what that job needs with what the stack makes.
 *
 * @returns the roles' ARNs by the names of the stack outputs that carry them
 */
export function stackRoles(
  facts: Facts,
  site: StaticSite,
  provider: GithubOidcProvider,
): Record<string, pulumi.Output<string>> {
  const { project, stack, account, trust, settings } = facts;
  const { githubApp, sessionMinutes, stateBucket: bucket, stateKmsKeyArn: kmsKeyArn } = settings;
  const owner = settings.stateAccount === "" ? account.id : settings.stateAccount;
  const state = bucket === "" ? null : { account, owner, project, stack, bucket, kmsKeyArn };
  const arns = stackArns(facts, site, provider);
  const scope = { account: account.id, state, githubApp };
  const made = trust.roles.map(({ name, job, trust: policy }) => {
    const role = new GithubActionsRole(
      name,
      {
        description: job.purpose,
        trust: policy,
        permissions: arns.apply((known) => permissionsOf(name as RoleName, { ...scope, arns: known })),
        sessionMinutes: name === "publish" ? sessionMinutes : undefined,
        permissionsBoundary: settings.permissionsBoundary,
      },
      { dependsOn: provider },
    );
    return [roleOutput(name), role.arn] as const;
  });
  return Object.fromEntries(made);
}

function stackArns(
  { project, stack, account, settings }: Facts,
  site: StaticSite,
  provider: GithubOidcProvider,
): pulumi.Output<StackArns> {
  const role = `arn:${account.partition}:iam::${account.id}:role`;
  return pulumi.output({
    bucket: site.bucketArn,
    distribution: site.distributionArn,
    originAccessControl: site.accessControlArn,
    cachePolicy: site.cachePolicyArn,
    edgeFunction: site.edgeFunctionArn,
    headersPolicy: site.headersPolicyArn,
    oidcProvider: provider.arn,
    roles: roleNames(settings).map((name) => `${role}/${namePattern(project, stack, name)}`),
  });
}
