import { textOf } from "../properties";
import type { Invoke } from "../resource-type";
import type { HostedZone, World } from "../world";

/** Whether a name is a zone's own or below it. */
export function isInZone(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

export function zoneIn({ aws: { hostedZones = [] } }: World, id: string): HostedZone | undefined {
  return hostedZones.find((zone) => zone.id === id);
}

export const getZone: Invoke = (args, { cloud: { world } }) => {
  const id = textOf(args, "zoneId");
  const zone = zoneIn(world, id);
  if (zone === undefined) throw new Error("couldn't find resource");
  return { id, zoneId: id, name: zone.name, privateZone: zone.private ?? false };
};
