import { Certificate } from "@pulumi/aws/acm/certificate";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation";
import { Record } from "@pulumi/aws/route53/record";
import * as pulumi from "@pulumi/pulumi";

import { CERTIFICATE_REGION as region, certificateNames, type Proof, proofOf } from "./policy/certificate";
import type { CertificateNames } from "./policy/site-names";

/** The certificate of the site's names, proven by DNS records: in Route 53, or set by hand where DNS is elsewhere. */
export class SiteCertificate extends pulumi.ComponentResource {
  /** With a zone known only when the certificate is issued. */
  readonly arn: pulumi.Output<string>;
  /** The same ARN, known before it is issued. */
  readonly requestedArn: pulumi.Output<string>;
  /** The DNS records that prove ownership of the names. ACM checks them each time it renews the certificate. */
  readonly proofs: pulumi.Output<Proof[]>;

  constructor(name: string, { names, zoneId }: CertificateNames, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:web:SiteCertificate", name, {}, opts);

    const { domainName, subjectAlternativeNames } = certificateNames(names);
    const certificate = new Certificate(
      name,
      { domainName, subjectAlternativeNames, validationMethod: "DNS", region },
      { parent: this },
    );
    const options = certificate.domainValidationOptions;
    const proven = (domain: string): pulumi.Output<Proof> => options.apply((known) => proofOf(known, domain));
    const records = (zoneId === "" ? [] : subjectAlternativeNames).map((domain) => {
      const { name: record, type, value } = proven(domain);
      return new Record(domain, { zoneId, name: record, type, records: [value], ttl: 300 }, { parent: this });
    });

    // It waits until the certificate is issued: for records that nobody sets, in vain.
    this.arn =
      zoneId === ""
        ? certificate.arn
        : new CertificateValidation(
            name,
            { certificateArn: certificate.arn, validationRecordFqdns: records.map(({ fqdn }) => fqdn), region },
            { parent: this },
          ).certificateArn;
    this.requestedArn = certificate.arn;
    this.proofs = pulumi.all(subjectAlternativeNames.map(proven));
    this.registerOutputs({ arn: this.arn, requestedArn: this.requestedArn, proofs: this.proofs });
  }
}
