import * as pulumi from "@pulumi/pulumi";

import { AccessLogs } from "./access-logs";
import type { Facts } from "./facts/facts";
import { dnsRecords } from "./policy/certificate";
import { servedNames } from "./policy/domain";
import { SiteCertificate } from "./site-certificate";
import { SiteRecords } from "./site-records";
import { StaticSite } from "./static-site";

/** The site of a stack, under its names. */
export interface StackSite {
  readonly site: StaticSite;
  readonly certificate: SiteCertificate | null;
  readonly logs: AccessLogs | null;
  /** Where the site is, once it is there. */
  readonly url: pulumi.Output<string>;
  /** More outputs where DNS is elsewhere: the records to set there. */
  readonly dnsOutputs: { readonly dnsRecords?: pulumi.Output<string[]> };
}

/** First the certificate, then the distribution with the names, then the records that lead to it. */
export function stackSite({ project, stack, account, settings, edgeCode, names }: Facts): StackSite {
  const { accessLogs, domain, geoRestriction, headers, priceClass, protect, restoreDays, webAclArn } = settings;
  const { attached, addressed, certified } = names;
  const certificate = names.certificate === null ? null : new SiteCertificate("site", names.certificate);
  const certificateArn = certificate !== null && certified ? certificate.arn : null;
  const description = `${project}/${stack}`;
  const site = new StaticSite("site", {
    protect,
    restoreDays,
    description,
    edgeCode,
    headers,
    options: { geoRestriction, priceClass, webAclArn },
    aliases: attached,
    certificateArn,
  });
  const recorded = { protect, account: account.id, distributionArn: site.distributionArn };
  const zoneId = names.certificate?.zoneId ?? "";
  const records =
    addressed.length === 0 ? null : new SiteRecords("site", { zoneId, names: addressed, distribution: site });
  const [name] = servedNames(domain);
  const byHand = certificate !== null && zoneId === "";
  return {
    site,
    certificate,
    logs: accessLogs ? new AccessLogs("logs", recorded) : null,
    url: name === undefined ? site.url : pulumi.all([site.url, records?.names]).apply(() => `https://${name}`),
    dnsOutputs: byHand
      ? {
          dnsRecords: pulumi
            .all([certificate.proofs, site.domainName])
            .apply(([proofs, distribution]) => dnsRecords(proofs, attached, distribution)),
        }
      : {},
  };
}
