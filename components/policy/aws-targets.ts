/** What an action acts on. `*` is for actions that IAM cannot limit to a resource. */
export type Target =
  | "bucket"
  | "objects"
  | "distribution"
  | "originAccessControl"
  | "cachePolicy"
  | "edgeFunction"
  | "headersPolicy"
  | "logSource"
  | "logDestination"
  | "logDelivery"
  | "certificate"
  | "hostedZone"
  | "dnsRecords"
  | "dnsChange"
  | "oidcProvider"
  | "role"
  | "*";

/** IAM actions by what they act on. */
export type Actions = Readonly<Partial<Record<Target, readonly string[]>>>;

/** What each operation on a resource needs. Each also reads: `{}` if that is all. */
export type ResourceActions = Readonly<Record<"read" | "create" | "update" | "delete" | "tag", Actions>>;

/** The AWS resources of one stack, as policies name them. */
export interface StackArns {
  readonly bucket: string;
  readonly distribution: string;
  readonly originAccessControl: string;
  /** A managed policy, too, counts as the account's own: its ARN carries the account's number. */
  readonly cachePolicy: string;
  readonly edgeFunction: string;
  /** The stack's own; null if it uses a shared one, which no role of the stack touches. */
  readonly headersPolicy: string | null;
  /** The delivery of the distribution's logs, and their bucket; null if there are none. */
  readonly logs: {
    readonly bucket: string;
    readonly source: string;
    readonly destination: string;
    readonly delivery: string;
  } | null;
  /** Null if the site has no custom domain. */
  readonly certificate: string | null;
  /** Null if DNS is elsewhere. */
  readonly hostedZone: string | null;
  readonly oidcProvider: string;
  /** All roles of the stack. */
  readonly roles: readonly string[];
}

/** How a statement names a target. */
interface Named {
  /** In its `Sid`, after a verb. */
  readonly name: string;
  /** Its ARN or ARNs; null if the stack has none. */
  readonly resource: (arns: StackArns) => string | readonly string[] | null;
}

/** How statements name each target. */
export const TARGETS: Readonly<Record<Target, Named>> = {
  bucket: {
    name: "TheBucketsOfTheStack",
    resource: ({ bucket, logs }) => (logs === null ? bucket : [bucket, logs.bucket]),
  },
  objects: { name: "TheSitesFiles", resource: ({ bucket }) => `${bucket}/*` },
  distribution: { name: "TheDistribution", resource: ({ distribution }) => distribution },
  originAccessControl: { name: "TheOriginAccessControl", resource: ({ originAccessControl }) => originAccessControl },
  cachePolicy: { name: "TheCachePolicy", resource: ({ cachePolicy }) => cachePolicy },
  edgeFunction: { name: "TheEdgeFunction", resource: ({ edgeFunction }) => edgeFunction },
  headersPolicy: { name: "TheHeadersPolicy", resource: ({ headersPolicy }) => headersPolicy },
  logSource: { name: "TheSourceOfLogs", resource: ({ logs }) => logs?.source ?? null },
  logDestination: { name: "TheDestinationOfLogs", resource: ({ logs }) => logs?.destination ?? null },
  logDelivery: { name: "TheDeliveryOfLogs", resource: ({ logs }) => logs?.delivery ?? null },
  certificate: { name: "TheCertificate", resource: ({ certificate }) => certificate },
  hostedZone: { name: "TheHostedZone", resource: ({ hostedZone }) => hostedZone },
  dnsRecords: { name: "TheRecordsOfTheHostedZone", resource: ({ hostedZone }) => hostedZone },
  // Its number is known only once it has been made.
  dnsChange: { name: "TheDnsChange", resource: ({ hostedZone }) => hostedZone && "arn:aws:route53:::change/*" },
  oidcProvider: { name: "TheOidcProvider", resource: ({ oidcProvider }) => oidcProvider },
  role: { name: "TheRolesOfTheStack", resource: ({ roles }) => roles },
  "*": { name: "WhatIamLimitsToNoResource", resource: () => "*" },
};
