import type { cloudfront } from "@pulumi/aws/types/output";
import type { DeployedResource, DeployedStack } from "../../lib/deployment";
import { UserError } from "../../lib/user-error";
import type { HeadersPolicy } from "./headers";

/** How a stack's site is served, as given to AWS. */
export interface DeployedSite {
  readonly stack: string;
  /** The account that the distribution is in. */
  readonly account: string;
  /** The stack's outputs: what the publishing job reads from GitHub's variables. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The distribution's own name. */
  readonly domainName: string;
  /** The site's own names that it answers to. */
  readonly aliases: readonly string[];
  readonly methods: readonly string[];
  /** The object for `/`, without a slash; empty if there is none. */
  readonly rootObject: string;
  readonly errors: readonly ErrorResponse[];
  /** The function of the viewer's request; undefined if there is none. */
  readonly code: string | undefined;
  readonly headers: HeadersPolicy;
  /** The id of a headers policy that is not the stack's own: its content is not known here. */
  readonly foreignHeaders: string | undefined;
}

interface Distribution {
  readonly arn: string;
  readonly domainName: string;
  readonly aliases?: readonly string[];
  readonly defaultRootObject?: string;
  readonly customErrorResponses?: readonly ErrorResponse[];
  readonly defaultCacheBehavior: cloudfront.DistributionDefaultCacheBehavior;
}

/** What visitors see of an error of the origin. */
type ErrorResponse = cloudfront.DistributionCustomErrorResponse;

/** @throws {UserError} if the stack has no distribution. */
export function deployedSite({ stack, deployment: { deployment } }: DeployedStack): DeployedSite {
  const resources = deployment.resources ?? [];
  const ofType = (type: string): readonly DeployedResource[] => resources.filter((each) => each.type === type);
  const [found] = ofType("aws:cloudfront/distribution:Distribution");
  if (found === undefined) throw new UserError(`${stack} has no distribution, and so no site to serve`);
  const distribution = found.outputs as unknown as Distribution;
  const { allowedMethods, responseHeadersPolicyId: policyId, functionAssociations } = distribution.defaultCacheBehavior;
  const arn = functionAssociations?.find(({ eventType }) => eventType === "viewer-request")?.functionArn;
  const edge = ofType("aws:cloudfront/function:Function").find(({ outputs }) => outputs?.arn === arn);
  const policy = ofType("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").find(({ id }) => id === policyId);
  return {
    stack,
    account: distribution.arn.split(":")[4] ?? "",
    outputs: (ofType("pulumi:pulumi:Stack")[0]?.outputs ?? {}) as Readonly<Record<string, string>>,
    domainName: distribution.domainName,
    aliases: distribution.aliases ?? [],
    methods: allowedMethods,
    rootObject: distribution.defaultRootObject ?? "",
    errors: distribution.customErrorResponses ?? [],
    code: edge?.outputs?.code as string | undefined,
    headers: policy?.outputs ?? {},
    foreignHeaders: policy === undefined ? policyId : undefined,
  };
}
