import { claimsOf, type Claims } from "../../components/policy/claims";
import type { PolicyDocument } from "../../components/policy/document";
import { ROLES, type RoleName, ROLE_NAMES } from "../../components/policy/roles";
import { namePattern } from "../../components/policy/names";
import { type Account, oidcProviderArn } from "../../components/policy/oidc";
import type { Ground } from "../../components/policy/own-role/ground";
import type { StackArns } from "../../components/policy/aws-targets";
import { permissionsOf } from "../../components/policy/role-permissions";
import { trustedJobs } from "../../components/policy/role-trust";
import { trustPolicy } from "../../components/policy/trust";

// The stack that the pages show. Everything is set that gives a role another permission.
const account: Account = { id: "111122223333", partition: "aws", region: "us-east-1" };
const [project, stack] = ["passwordless-cicd", "prod"];
const repository = {
  subjectPrefix: "repo:acme@1111/site@2222",
  owner: "acme",
  name: "site",
  repositoryId: "2222",
  ownerId: "1111",
  defaultBranch: "main",
};
const scope = { environment: "prod", branch: "main", defaultBranch: repository.defaultBranch };
const kmsKey = (name: string): string => `arn:aws:kms:${account.region}:${account.id}:key/${name}`;
const logs = `arn:aws:logs:us-east-1:${account.id}`;
const cloudfront = `arn:aws:cloudfront::${account.id}`;

/** What the example's stack made. */
export const EXAMPLE_ARNS: StackArns = {
  bucket: `arn:aws:s3:::${project}-${stack}-site-0a1b2c3`,
  distribution: `${cloudfront}:distribution/E2EXAMPLE`,
  originAccessControl: `${cloudfront}:origin-access-control/E3EXAMPLE`,
  cachePolicy: `${cloudfront}:cache-policy/CachingOptimized`,
  edgeFunction: `${cloudfront}:function/${project}-${stack}-site-0a1b2c3`,
  headersPolicy: `${cloudfront}:response-headers-policy/HeadersOfTheStack`,
  logs: {
    bucket: `arn:aws:s3:::${project}-${stack}-logs-0a1b2c3`,
    source: `${logs}:delivery-source:${project}-${stack}-logs-0a1b2c3`,
    destination: `${logs}:delivery-destination:${project}-${stack}-logs-0a1b2c3`,
    delivery: `${logs}:delivery:DeliveryOfTheStack`,
  },
  certificate: `arn:aws:acm:us-east-1:${account.id}:certificate/0a1b2c3d-example`,
  hostedZone: "arn:aws:route53:::hostedzone/Z0EXAMPLE",
  oidcProvider: oidcProviderArn(account),
  roles: ROLE_NAMES.map((name) => `arn:aws:iam::${account.id}:role/${namePattern(project, stack, name)}`),
};

/** What no own role may touch in the example's stack. */
export const EXAMPLE_GROUND: Ground = {
  project,
  account,
  stateBucket: "acme-state",
  keys: [kmsKey("of-the-state"), kmsKey("of-the-app")],
  permissionsBoundary: `arn:aws:iam::${account.id}:policy/boundary`,
  arns: EXAMPLE_ARNS,
};

/** The claims that the example's role pins. */
export function exampleClaims(role: RoleName): Claims {
  return claimsOf(ROLES[role], repository, scope);
}

/** Who may assume the example's role. */
export function exampleTrust(role: RoleName): PolicyDocument {
  const trusted = { repository, ...scope, alsoTrust: null, now: new Date(0) };
  return trustPolicy(oidcProviderArn(account), trustedJobs(role, ROLES[role], trusted));
}

/** What the example's role may do. */
export function examplePermissions(role: RoleName): PolicyDocument {
  return permissionsOf(role, {
    account: account.id,
    arns: EXAMPLE_ARNS,
    state: { account, owner: account.id, project, stack, bucket: "acme-state", kmsKeyArn: kmsKey("of-the-state") },
    githubApp: { appId: "12", installationId: "34", kmsKeyArn: kmsKey("of-the-app") },
    webAclArn: `arn:aws:wafv2:us-east-1:${account.id}:global/webacl/site/of-the-stack`,
  });
}
