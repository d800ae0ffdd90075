import { heldOutputs, type HeldResource } from "./adoption";
import { type Domain, namesOf } from "./domain";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const RECORD = "aws:route53/record:Record";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/** The names of a site, by what they get in this run. */
export interface SiteNames {
  /** Those of its certificate; null if it has none. */
  readonly certificate: CertificateNames | null;
  /** Those that the distribution takes. */
  readonly attached: readonly string[];
  /** Those that have address records in the zone. */
  readonly addressed: readonly string[];
  /** Those that lose their address records in this run, and all else in the next. */
  readonly leaving: readonly string[];
}

/** What a certificate is for. */
export interface CertificateNames {
  readonly names: readonly string[];
  /** The zone that proves whose the names are; empty: DNS is elsewhere. */
  readonly zoneId: string;
}

/** A certificate of the stack's state. */
export interface HeldCertificate {
  readonly arn: string;
  readonly names: readonly string[];
}

/**
 * What each name gets in this run. The engine deletes last, but anybody can claim a name whose address leads to a
 * distribution that does not have it. So a run that removes address records leaves the rest as it is, and the next
 * run removes that.
 */
export function siteNames(domain: Domain | null, state: readonly HeldResource[]): SiteNames {
  const wanted = domain === null ? [] : namesOf(domain);
  const attached = domain?.attach === true ? wanted : [];
  const zoneId = domain?.zoneId ?? "";
  const addressed = zoneId === "" ? [] : attached;
  const records = heldOutputs(state, RECORD).filter(({ type }) => ADDRESS_TYPES.includes(String(type)));
  const leaving = unique(records.map(({ name }) => String(name))).filter((name) => !attached.includes(name));
  if (leaving.length === 0) {
    return { certificate: domain === null ? null : { names: wanted, zoneId }, attached, addressed, leaving };
  }
  const certified = unique([...wanted, ...heldCertificates(state).flatMap(({ names }) => names), ...leaving]);
  const [record] = records;
  return {
    certificate: { names: certified, zoneId: zoneId === "" ? String(record?.zoneId) : zoneId },
    attached: unique([...attached, ...leaving]),
    addressed,
    leaving,
  };
}

/** The types of the records that lead to a distribution. */
export const ADDRESS_TYPES: readonly string[] = ["A", "AAAA"];

/** The names that the state's distribution has. */
export function attachedNames(state: readonly HeldResource[]): string[] {
  return heldOutputs(state, DISTRIBUTION).flatMap(({ aliases }) => textsIn(aliases));
}

/** The state's certificate for exactly these names. */
export function heldCertificate(state: readonly HeldResource[], names: readonly string[]): HeldCertificate | undefined {
  const wanted = [...names].sort().join();
  return heldCertificates(state).find((held) => [...held.names].sort().join() === wanted);
}

function heldCertificates(state: readonly HeldResource[]): HeldCertificate[] {
  return heldOutputs(state, CERTIFICATE).map(({ arn, domainName, subjectAlternativeNames: others }) => ({
    arn: String(arn),
    names: unique([String(domainName), ...textsIn(others)]),
  }));
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** The notice about names that leave; undefined if none does. */
export function leavingNotice({ leaving }: SiteNames): string | undefined {
  return leaving.length === 0
    ? undefined
    : `domain: this up takes away the address records of ${leaving.join(", ")}; run up once more, which takes the names off the distribution and deletes what nothing needs any more`;
}

/** The notice about names that a run takes off the distribution while DNS elsewhere may still lead to it. */
export function detachedNotice({ attached }: SiteNames, state: readonly HeldResource[]): string | undefined {
  const off = attachedNames(state).filter((name) => !attached.includes(name));
  // In Route 53 the previous run has deleted the addresses.
  if (off.length === 0 || heldOutputs(state, RECORD).length > 0) return undefined;
  return `domain: this up takes ${off.join(", ")} off the distribution. Where DNS still leads here, visitors get an error and others can claim the name: change or delete its address record first`;
}
