import type { Actions, ResourceActions } from "./aws-targets";

/** A change of a record, which the provider waits for. */
const CHANGED_RECORD = {
  dnsRecords: ["route53:ChangeResourceRecordSets"],
  dnsChange: ["route53:GetChange"],
} as const satisfies Actions;

/** The part of the table of actions for a site's own names. */
export const DOMAIN_ACTIONS = {
  "aws:acm/certificate:Certificate": {
    read: { certificate: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"] },
    create: { "*": ["acm:RequestCertificate"] },
    // Each of its inputs that this program sets replaces it.
    update: {},
    delete: { certificate: ["acm:DeleteCertificate"] },
    tag: { certificate: ["acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"] },
  },
  // It makes nothing: it waits until the certificate is issued.
  "aws:acm/certificateValidation:CertificateValidation": {
    read: { certificate: ["acm:DescribeCertificate"] },
    create: {},
    update: {},
    delete: {},
    tag: {},
  },
  "aws:route53/record:Record": {
    read: { hostedZone: ["route53:GetHostedZone"], dnsRecords: ["route53:ListResourceRecordSets"] },
    create: CHANGED_RECORD,
    update: CHANGED_RECORD,
    delete: CHANGED_RECORD,
    tag: {},
  },
} as const satisfies Readonly<Record<string, ResourceActions>>;
