import { type Domain, namesOf } from "./domain";
import { type Problem, unless, wrong } from "./input-error";

/** A hosted zone, as Route 53 has it. */
export interface Zone {
  readonly name: string;
  readonly isPrivate: boolean;
}

/** Problems with the zone that a domain names; undefined means that the account has none of that id. */
export function zoneProblems(domain: Domain, zone: Zone | undefined): Problem[] {
  const { name, aliases, redirects, zoneId } = domain;
  const key = "domain.zoneId";
  if (zone === undefined)
    return [wrong(key, zoneId, "the id of a hosted zone of this account, which has none of that id")];
  if (zone.isPrivate) return [wrong(key, zoneId, `a public hosted zone: this one, ${zone.name}, is private`)];
  const parent = zone.name.replace(/\.$/, "");
  const isInside = (each: string) => each === parent || each.endsWith(`.${parent}`);
  return Object.entries({ name: [name], aliases, redirects }).flatMap(([part, names]) =>
    names.flatMap((each) => unless(isInside(each), `domain.${part}`, each, `a name in the zone of ${key}, ${parent}`)),
  );
}

/**
 * Why names cannot be attached if DNS is elsewhere.
 *
 * @param status ACM's status of the stack's certificate for exactly these names; undefined if it has none.
 * @param attached The names that the distribution has now.
 */
export function certificateProblems(
  domain: Domain,
  status: string | undefined,
  attached: readonly string[] = [],
): Problem[] {
  if (!domain.attach || status === "ISSUED") return [];
  const got =
    status === undefined
      ? `this stack has no certificate for ${namesOf(domain).join(", ")} yet`
      : `the certificate is ${status}`;
  const off =
    attached.length === 0
      ? ""
      : `. That takes ${attached.join(", ")} off the distribution until then; docs/domain.md, "Changing and removing", has the steps`;
  const message = `got true, but ${got}; expected false until it is issued: set the records of the stack output dnsRecords at your DNS provider (or domain.zoneId, if DNS is in Route 53)${off}`;
  return [{ key: "domain.attach", message }];
}
