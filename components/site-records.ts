import { Record } from "@pulumi/aws/route53/record";
import * as pulumi from "@pulumi/pulumi";

import { ADDRESS_TYPES } from "./policy/site-names";

export interface SiteRecordsArgs {
  readonly zoneId: string;
  /** The names that lead to the distribution. */
  readonly names: readonly string[];
  /** The distribution's own name, and the zone that all distributions are in. */
  readonly distribution: { readonly domainName: pulumi.Input<string>; readonly hostedZoneId: pulumi.Input<string> };
}

/** The address records of the site's names in Route 53. AWS refuses an existing one, naming it. */
export class SiteRecords extends pulumi.ComponentResource {
  /** Known only when all are there. */
  readonly names: pulumi.Output<string[]>;

  constructor(name: string, { zoneId, names, distribution }: SiteRecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:web:SiteRecords", name, {}, opts);

    const target = { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false };
    const records = names.flatMap((domain) =>
      ADDRESS_TYPES.map(
        (type) => new Record(`${domain}-${type}`, { zoneId, name: domain, type, aliases: [target] }, { parent: this }),
      ),
    );

    this.names = pulumi.all(records.map(({ fqdn }) => fqdn));
    this.registerOutputs({ names: this.names });
  }
}
