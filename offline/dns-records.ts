import type { Deployment } from "../lib/deployment";

/** The DNS records that a stack leaves to a person; none if it has no domain, or DNS is in Route 53. */
export function dnsRecordsOf({ deployment: { resources = [] } }: Deployment): string[] {
  const { dnsRecords = [] } = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  return Array.isArray(dnsRecords) ? dnsRecords.map(String) : [];
}
