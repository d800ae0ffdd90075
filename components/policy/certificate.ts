/** Where CloudFront looks for certificates, whatever the region of the stack. */
export const CERTIFICATE_REGION = "us-east-1";

/** A DNS record that proves ownership of a name, as ACM requires it. */
export interface Proof {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** What ACM says of one name of a certificate. */
interface ValidationOption {
  readonly domainName: string;
  readonly resourceRecordName: string;
  readonly resourceRecordType: string;
  readonly resourceRecordValue: string;
}

/**
 * The names of a certificate, as ACM is asked for it: always in one order, since another order would be another
 * certificate. The first is the shortest: it may have no more than 64 characters.
 */
export function certificateNames(names: readonly string[]): {
  readonly domainName: string;
  readonly subjectAlternativeNames: string[];
} {
  const sorted = [...names].sort();
  const [domainName = ""] = [...sorted].sort((one, other) => one.length - other.length);
  // Includes the first name, as ACM keeps them: a list that is left out would not be compared.
  return { domainName, subjectAlternativeNames: sorted };
}

/** The record for one name. Empty if ACM names none, although it always does. */
export function proofOf(options: readonly ValidationOption[], domainName: string): Proof {
  const found = options.find((option) => option.domainName === domainName);
  return {
    name: found?.resourceRecordName ?? "",
    type: found?.resourceRecordType ?? "",
    value: found?.resourceRecordValue ?? "",
  };
}

/**
 * The records to set if DNS is elsewhere, as lines of a zone file: those that prove ownership of the names, and those
 * that lead to the distribution. At the top of a zone, where no CNAME may be, the latter are what the DNS provider
 * offers instead: ALIAS, ANAME or a flattened CNAME.
 */
export function dnsRecords(proofs: readonly Proof[], attached: readonly string[], distribution: string): string[] {
  const line = ({ name, type, value }: Proof): string => `${absolute(name)} ${type} ${absolute(value)}`;
  const addresses = attached.map((name) => ({ name, type: "CNAME", value: distribution }));
  return [...proofs, ...addresses].map(line);
}

function absolute(name: string): string {
  return name.endsWith(".") ? name : `${name}.`;
}
