import { Distribution } from "@pulumi/aws/cloudfront/distribution";
import type * as pulumi from "@pulumi/pulumi";

import { type DistributionOptions, distributionOptions } from "./policy/distribution-options";

/** What is chosen of a distribution. */
export interface ChosenDistribution {
  /** The comment that CloudFront's console shows. */
  readonly description: string;
  /** Its custom names. Default: none. */
  readonly aliases?: readonly string[];
  /** The certificate for them, which is issued. Default: CloudFront's own, for the distribution's own name. */
  readonly certificateArn?: pulumi.Input<string> | null;
  readonly options: DistributionOptions;
}

/** What a distribution is made of. */
export interface SiteDistributionArgs extends ChosenDistribution {
  /** The host that S3 serves the bucket under. */
  readonly origin: pulumi.Input<string>;
  readonly accessControl: pulumi.Input<string>;
  readonly cachePolicy: pulumi.Input<string | undefined>;
  readonly headersPolicy: pulumi.Input<string>;
  readonly edgeFunction: pulumi.Input<string>;
}

/** The distribution that serves a bucket. A function, no component: it is a child of the component that has both. */
export function siteDistribution(
  name: string,
  { description, aliases = [], certificateArn = null, ...made }: SiteDistributionArgs,
  opts: pulumi.CustomResourceOptions,
): Distribution {
  return new Distribution(
    name,
    {
      comment: description,
      enabled: true,
      ...(aliases.length === 0 ? {} : { aliases: [...aliases].sort() }),
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      // Without it a request for / would ask S3 for a list of the bucket, which the distribution may have.
      defaultRootObject: "index.html",
      origins: [{ originId: name, domainName: made.origin, originAccessControlId: made.accessControl }],
      defaultCacheBehavior: {
        targetOriginId: name,
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: made.cachePolicy,
        responseHeadersPolicyId: made.headersPolicy,
        functionAssociations: [{ eventType: "viewer-request", functionArn: made.edgeFunction }],
      },
      customErrorResponses: [
        // A missing page shows the site's own page, still as a 404, and soon shows up once it is there.
        { errorCode: 404, responseCode: 404, responsePagePath: "/404.html", errorCachingMinTtl: 10 },
      ],
      viewerCertificate: viewerCertificate(certificateArn),
      ...distributionOptions(made.options),
    },
    opts,
  );
}

/** Without a certificate just this: CloudFront keeps no TLS version beside its own, and would show another for ever. */
function viewerCertificate(acmCertificateArn: pulumi.Input<string> | null) {
  return acmCertificateArn === null
    ? { cloudfrontDefaultCertificate: true }
    : { acmCertificateArn, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" };
}
