/** The names of types of resources, in the order in which they are shown. */
const RESOURCES: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "S3 bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "bucket policy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "public access block",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "ownership controls",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "bucket encryption",
  "aws:s3/bucketVersioning:BucketVersioning": "bucket versioning",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "bucket lifecycle",
  "aws:cloudfront/distribution:Distribution": "CloudFront distribution",
  "aws:cloudfront/originAccessControl:OriginAccessControl": "origin access control",
  "aws:cloudfront/function:Function": "CloudFront function",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": "headers policy",
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": "source of logs",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": "destination of logs",
  "aws:cloudwatch/logDelivery:LogDelivery": "delivery of logs",
  "aws:acm/certificate:Certificate": "certificate",
  "aws:acm/certificateValidation:CertificateValidation": "wait for the certificate",
  "aws:route53/record:Record": "DNS record",
  "aws:iam/role:Role": "IAM role",
  "aws:iam/rolePolicy:RolePolicy": "role policy",
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": "no other role policy",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "no attached policy",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "IAM OIDC provider",
  "github:index/repositoryEnvironment:RepositoryEnvironment": "GitHub environment",
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": "branch policy",
  "github:index/actionsVariable:ActionsVariable": "repository variable",
};

/** The names of types of components: singular and plural. */
const COMPONENTS: Readonly<Record<string, readonly [string, string]>> = {
  "passwordless:web:StaticSite": ["Site", "Sites"],
  "passwordless:web:SiteCertificate": ["Certificate", "Certificates"],
  "passwordless:web:SiteRecords": ["DNS", "DNS"],
  "passwordless:web:EdgeFunction": ["Addresses", "Addresses"],
  "passwordless:web:SecurityHeaders": ["Headers", "Headers"],
  "passwordless:web:AccessLogs": ["Logs", "Logs"],
  "passwordless:github:GithubActionsRole": ["Role", "Roles"],
  "passwordless:github:GithubOidcProvider": ["Trust in GitHub", "Trust in GitHub"],
  "passwordless:github:DeploymentEnvironment": ["Environment", "Environments"],
  "passwordless:github:RepositoryVariables": ["Variables", "Variables"],
  "pulumi:pulumi:Stack": ["Without a component", "Without a component"],
};

const ORDER = [...Object.keys(COMPONENTS), ...Object.keys(RESOURCES)];

/** A type of resource in the words of its field. */
export function resourceTerm(type: string): string {
  return RESOURCES[type] ?? words(type);
}

/** A type of component, for that many. */
export function componentTerm(type: string, count = 1): string {
  const [one, several] = COMPONENTS[type] ?? [words(type), plural(words(type))];
  return count === 1 ? one : several;
}

/** Sorts by type in the order shown: those known here first, then the others by name. */
export function byType(a: { readonly type: string }, b: { readonly type: string }): number {
  const place = ({ type }: typeof a): number => (ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length);
  return place(a) - place(b) || (a.type < b.type ? -1 : Number(a.type > b.type));
}

/** For example `2 role policies`, or `role policy` for one. */
export function counted(count: number, term: string): string {
  return count === 1 ? term : `${count} ${plural(term)}`;
}

function plural(term: string): string {
  if (term.endsWith("s")) return term;
  return term.endsWith("y") ? `${term.slice(0, -1)}ies` : `${term}s`;
}

/** The last part of a type token, as separate words. */
function words(type: string): string {
  const name = type.split(":").at(-1) ?? type;
  return name.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
