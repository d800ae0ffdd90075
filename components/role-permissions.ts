import * as pulumi from "@pulumi/pulumi";

import type { Plan } from "./facts/plan";
import type { GithubOidcProvider } from "./github-oidc-provider";
import type { PolicyDocument } from "./policy/document";
import { type RoleName, ROLES } from "./policy/jobs";
import { namePattern } from "./policy/names";
import { permissionsOf } from "./policy/role-permissions";
import type { StaticSite } from "./static-site";

/** What each role of the stack may do with what the stack makes. */
export function rolePermissions(
  { project, stack, account, settings: { githubApp, stateBucket: bucket, stateKmsKeyArn: kmsKeyArn } }: Plan,
  site: StaticSite,
  provider: GithubOidcProvider,
): (role: RoleName) => pulumi.Output<PolicyDocument> {
  const state = bucket === "" ? null : { account, project, stack, bucket, kmsKeyArn };
  const roles = ROLES.map(
    (role) => `arn:${account.partition}:iam::${account.id}:role/${namePattern(project, stack, role)}`,
  );
  const arns = pulumi.output({
    bucket: site.bucketArn,
    distribution: site.distributionArn,
    originAccessControl: site.accessControlArn,
    cachePolicy: site.cachePolicyArn,
    responseHeadersPolicy: site.headersPolicyArn,
    oidcProvider: provider.arn,
    roles,
  });
  return (role) => arns.apply((known) => permissionsOf(role, { arns: known, state, githubApp }));
}
