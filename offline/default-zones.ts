import { parseDomain } from "../components/policy/domain";
import type { StackFile } from "./stack-files";
import type { HostedZone } from "./stand-in/world";

/** The hosted zones that the stack files name, each wide enough for any name of that domain that is added later. */
export function zonesOf(files: readonly StackFile[]): HostedZone[] {
  const zones = new Map<string, HostedZone>();
  for (const file of files) {
    const domain = parseDomain(file.setting("domain")) ?? null;
    if (domain === null || domain.zoneId === "" || zones.has(domain.zoneId)) continue;
    zones.set(domain.zoneId, { id: domain.zoneId, name: domain.name.split(".").slice(-2).join(".") });
  }
  return [...zones.values()];
}
