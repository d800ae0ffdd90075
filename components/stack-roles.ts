import * as pulumi from "@pulumi/pulumi";

import type { Facts } from "./facts/facts";
import { GithubActionsRole, type GithubActionsRoleArgs } from "./github-actions-role";
import type { GithubOidcProvider } from "./github-oidc-provider";
import type { StackArns } from "./policy/aws-targets";
import { namePattern } from "./policy/names";
import { roleOutput } from "./policy/outputs";
import { groundPolicy } from "./policy/own-role/ground";
import { filledIn, hasPlaceholder } from "./policy/own-role/placeholders";
import { permissionsOf } from "./policy/role-permissions";
import { isBuiltIn, type RoleName } from "./policy/roles";
import { roleNames } from "./policy/roles-of-stack";
import type { StackSite } from "./stack-site";

/** What the roles are about. */
type Served = Pick<StackSite, "site" | "certificate" | "logs">;

/** What makes the roles of a stack differ. */
type Rights = Pick<GithubActionsRoleArgs, "permissions" | "limits" | "sessionMinutes">;

/**
 * The roles of a stack: each trusts its one job, and may do what that job needs with what the stack makes; one of the
 * user's own, what its file says, and nothing with what the stack makes.
 *
 * @returns the roles' ARNs by the names of the stack outputs that carry them
 */
export function stackRoles(
  facts: Facts,
  served: Served,
  provider: GithubOidcProvider,
): Record<string, pulumi.Output<string>> {
  const { trust, settings } = facts;
  const arns = stackArns(facts, served, provider);
  const made = trust.roles.map(({ name, job, trust: policy }) => {
    const role = new GithubActionsRole(
      name,
      {
        ...(isBuiltIn(name) ? builtInRights(name, facts, arns) : ownRights(name, facts, arns)),
        description: job.purpose,
        trust: policy,
        permissionsBoundary: settings.permissionsBoundary,
      },
      { dependsOn: provider },
    );
    return [roleOutput(name), role.arn] as const;
  });
  return Object.fromEntries(made);
}

function builtInRights(name: RoleName, facts: Facts, arns: pulumi.Output<StackArns>): Rights {
  const { project, stack, account, settings } = facts;
  const { githubApp, sessionMinutes, webAclArn, stateBucket: bucket, stateKmsKeyArn: kmsKeyArn } = settings;
  const owner = settings.stateAccount === "" ? account.id : settings.stateAccount;
  const state = bucket === "" ? null : { account, owner, project, stack, bucket, kmsKeyArn };
  const scope = { account: account.id, state, githubApp, webAclArn };
  return {
    permissions: arns.apply((known) => permissionsOf(name, { ...scope, arns: known })),
    sessionMinutes: name === "publish" ? sessionMinutes : undefined,
  };
}

function ownRights(name: string, facts: Facts, arns: pulumi.Output<StackArns>): Rights {
  const { project, account, settings, ownPolicies } = facts;
  const { stateBucket, stateKmsKeyArn, githubApp, permissionsBoundary } = settings;
  const policy = ownPolicies[name];
  if (policy === undefined) throw new Error(`nothing was read of the role ${name}`);
  const keys = [stateKmsKeyArn, githubApp?.kmsKeyArn ?? ""].filter((key) => key !== "");
  const ground = { project, account, stateBucket, keys, permissionsBoundary };
  return {
    // As plain as possible, so the first preview shows it in full.
    permissions: hasPlaceholder(policy)
      ? arns.apply(({ distribution }) => filledIn(policy, { distributionArn: distribution }))
      : policy,
    limits: arns.apply((known) => groundPolicy({ ...ground, arns: known })),
    sessionMinutes: settings.roles.find((role) => role.name === name)?.sessionMinutes,
  };
}

function stackArns(
  { project, stack, account, names, settings }: Facts,
  { site, certificate, logs }: Served,
  provider: GithubOidcProvider,
): pulumi.Output<StackArns> {
  const zoneId = names.certificate?.zoneId ?? "";
  const role = `arn:${account.partition}:iam::${account.id}:role`;
  return pulumi.output({
    bucket: site.bucketArn,
    distribution: site.distributionArn,
    originAccessControl: site.accessControlArn,
    cachePolicy: site.cachePolicyArn,
    edgeFunction: site.edgeFunctionArn,
    headersPolicy: site.headersPolicyArn,
    logs: logs && {
      bucket: logs.bucketArn,
      source: logs.sourceArn,
      destination: logs.destinationArn,
      delivery: logs.deliveryArn,
    },
    certificate: certificate?.requestedArn ?? null,
    hostedZone: zoneId === "" ? null : `arn:aws:route53:::hostedzone/${zoneId}`,
    oidcProvider: provider.arn,
    roles: roleNames(settings).map((name) => `${role}/${namePattern(project, stack, name)}`),
  });
}
