import type { StackArns } from "../aws-targets";
import { policy, type PolicyDocument } from "../document";
import type { Problem } from "../input-error";
import type { Account } from "../oidc";
import type { OwnDocument } from "./document";

/** What none of the user's own roles may touch, whatever its file says. */
export interface Ground {
  readonly project: string;
  readonly account: Account;
  /** The bucket of the stacks' state; empty if there is none. */
  readonly stateBucket: string;
  /** The keys of the state and of the GitHub App, if any. */
  readonly keys: readonly string[];
  /** The policy that limits the roles; empty if there is none. */
  readonly permissionsBoundary: string;
  readonly arns: StackArns;
}

/**
 * What changes a distribution, as prefixes, so that actions that AWS adds are included. What is left is reading and
 * invalidating the cache.
 */
const DISTRIBUTION_CHANGES = [
  "cloudfront:AllowVended*",
  "cloudfront:Associate*",
  "cloudfront:Copy*",
  "cloudfront:Delete*",
  "cloudfront:Disassociate*",
  "cloudfront:Put*",
  "cloudfront:Tag*",
  "cloudfront:Untag*",
  "cloudfront:Update*",
];

/** An access point to a bucket has its own ARN, which nothing below would match. */
const SECOND_DOORS = [
  "s3:CreateAccessPoint",
  "s3:CreateAccessPointForObjectLambda",
  "s3:CreateMultiRegionAccessPoint",
  "s3:PutAccessPointConfigurationForObjectLambda",
];

/**
 * The policy next to the user's own: in IAM a Deny beats every Allow, however that spells a resource. Whatever has one
 * of the project's names is closed by name, other stacks' included.
 */
export function groundPolicy(ground: Ground): PolicyDocument {
  return policy(
    { Sid: "NothingOfTheProjectItself", Effect: "Deny", Action: "*", Resource: groundResources(ground) },
    {
      Sid: "NoChangeOfTheDistribution",
      Effect: "Deny",
      Action: DISTRIBUTION_CHANGES,
      Resource: ground.arns.distribution,
    },
    { Sid: "NoSecondDoorToABucket", Effect: "Deny", Action: SECOND_DOORS, Resource: "*" },
  );
}

function groundResources({ account, stateBucket, keys, permissionsBoundary, arns, ...named }: Ground): string[] {
  const { logs } = arns;
  const buckets = [
    arns.bucket,
    ...(logs === null ? [] : [logs.bucket]),
    ...(stateBucket === "" ? [] : [`arn:${account.partition}:s3:::${stateBucket}`]),
  ];
  return [
    ...namesOfTheProject(named.project, account),
    ...buckets.flatMap((bucket) => [bucket, `${bucket}/*`]),
    arns.originAccessControl,
    arns.edgeFunction,
    // Anyone who writes records in the zone decides where the names of the site lead.
    ...[arns.headersPolicy, arns.certificate, arns.hostedZone].filter((arn) => arn !== null),
    ...(logs === null ? [] : [logs.source, logs.destination, logs.delivery]),
    arns.oidcProvider,
    ...(permissionsBoundary === "" ? [] : [permissionsBoundary]),
    ...new Set(keys),
  ];
}

/**
 * All buckets, functions, roles and policies whose names start with the project's, as its own do: the site's, the
 * logs' and future ones, of every stack.
 */
export function namesOfTheProject(project: string, { partition, id }: Account): string[] {
  return [
    `arn:${partition}:s3:::${project}-*`,
    `arn:${partition}:cloudfront::${id}:function/${project}-*`,
    `arn:${partition}:iam::${id}:role/${project}-*`,
    `arn:${partition}:iam::${id}:policy/${project}-*`,
  ];
}

/**
 * AWS's quota for all policies in a role together, in characters; white space does not count.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const INLINE_POLICIES_LIMIT = 10_240;

/** Problems with the size of a role's policies, the user's own and the program's. */
export function sizeProblems(file: string, own: OwnDocument, ground: Ground): Problem[] {
  const { length } = JSON.stringify(own);
  const beside = JSON.stringify(groundPolicy(ground)).length;
  const most = INLINE_POLICIES_LIMIT - beside;
  const message = `has ${length} characters without white space; expected at most ${most}: AWS allows ${INLINE_POLICIES_LIMIT}, and ${beside} are the program's`;
  return length > most ? [{ key: file, message }] : [];
}
