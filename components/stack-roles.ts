import * as pulumi from "@pulumi/pulumi";

import type { Facts } from "./facts/facts";
import { GithubActionsRole } from "./github-actions-role";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { ROLES, type RoleName, ROLE_NAMES } from "./policy/roles";
import { namePattern } from "./policy/names";
import type { StackArns } from "./policy/aws-targets";
import { permissionsOf } from "./policy/role-permissions";
import type { StaticSite } from "./static-site";

/** The roles of a stack: each trusts its one job, and may do what that job needs with what the stack makes. */
export function stackRoles(
  facts: Facts,
  site: StaticSite,
  provider: GithubOidcProvider,
): Record<RoleName, GithubActionsRole> {
  const { project, stack, account, trust, settings } = facts;
  const { githubApp, sessionMinutes, stateBucket: bucket, stateKmsKeyArn: kmsKeyArn } = settings;
  const owner = settings.stateAccount === "" ? account.id : settings.stateAccount;
  const state = bucket === "" ? null : { account, owner, project, stack, bucket, kmsKeyArn };
  const arns = stackArns(facts, site, provider);
  const role = (name: RoleName, minutes?: number) =>
    new GithubActionsRole(
      name,
      {
        description: ROLES[name].purpose,
        trust: trust.policies[name],
        permissions: arns.apply((known) => permissionsOf(name, { account: account.id, arns: known, state, githubApp })),
        sessionMinutes: minutes,
        permissionsBoundary: settings.permissionsBoundary,
      },
      { dependsOn: provider },
    );
  return {
    publish: role("publish", sessionMinutes),
    preview: role("preview"),
    drift: role("drift"),
    infrastructure: role("infrastructure"),
  };
}

function stackArns(
  { project, stack, account }: Facts,
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
    roles: ROLE_NAMES.map((name) => `${role}/${namePattern(project, stack, name)}`),
  });
}
