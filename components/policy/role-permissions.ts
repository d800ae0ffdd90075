import { allow, policy, type PolicyDocument, type Statement } from "./document";
import type { GithubApp } from "./github-app";
import type { RoleName } from "./roles";
import { publishPermissions, readReleaseLists } from "./publish-permissions";
import { readStatements, refreshStatements, updateStatements } from "./aws-statements";
import type { StackArns } from "./aws-targets";
import { readStateStatements, type StateLocation, writeStateStatements } from "./state-access";

/** What a stack's roles act on. */
export interface RoleScope {
  /** The number of the stack's account. */
  readonly account: string;
  readonly arns: StackArns;
  /** Where the stack's state is; null if it is not in S3. */
  readonly state: StateLocation | null;
  readonly githubApp: GithubApp | null;
  /** Empty if the distribution has none. */
  readonly webAclArn: string;
}

/**
 * Exactly what each role may do. None may write anything that decides who may do what: roles, their policies,
 * the OIDC provider.
 */
export function permissionsOf(
  role: RoleName,
  { account, arns, state, githubApp, webAclArn }: RoleScope,
): PolicyDocument {
  const readState = state === null ? [] : readStateStatements(state);
  const writeState = state === null ? [] : writeStateStatements(state);
  switch (role) {
    case "publish":
      return publishPermissions({ bucketArn: arns.bucket, distributionArn: arns.distribution }, account);
    case "preview":
      return policy(...readStatements(arns), ...readState);
    case "drift":
      return policy(...refreshStatements(arns), readReleaseLists(arns.bucket, account), ...readState);
    case "infrastructure":
      return policy(
        ...readStatements(arns),
        ...updateStatements(arns),
        ...showWebAcl(webAclArn),
        ...readState,
        ...writeState,
        ...sign(githubApp),
      );
  }
}

/** Signing the App's JSON web token, only with the algorithm that GitHub requires. */
function sign(githubApp: GithubApp | null): Statement[] {
  const onlySo = { StringEquals: { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" } };
  return githubApp === null ? [] : [allow("SignAsTheGithubApp", "kms:Sign", githubApp.kmsKeyArn, onlySo)];
}

/** CloudFront lets a distribution have only a web ACL that the caller may read. */
function showWebAcl(webAclArn: string): Statement[] {
  return webAclArn === "" ? [] : [allow("ShowTheWebAcl", "wafv2:GetWebACL", webAclArn)];
}
