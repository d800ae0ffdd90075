import { Certificate } from "@pulumi/aws/acm/certificate";
import { getZone } from "@pulumi/aws/route53/getZone";
import * as pulumi from "@pulumi/pulumi";

import type { HeldResource } from "../policy/adoption";
import { CERTIFICATE_REGION } from "../policy/certificate";
import { type Domain, namesOf } from "../policy/domain";
import { certificateProblems, type Zone, zoneProblems } from "../policy/domain-facts";
import { refuseAny } from "../policy/input-error";
import {
  attachedNames,
  detachedNotice,
  heldCertificate,
  leavingNotice,
  type SiteNames,
  siteNames,
} from "../policy/site-names";
import { NOT_FOUND } from "./oidc-provider";
import { warn } from "./warn";

/** The names of the site, checked in AWS. */
export interface ReadDomain extends SiteNames {
  /** Whether the distribution can use the certificate: it is issued, or the run waits until it is. */
  readonly certified: boolean;
}

/**
 * Reads what the site's names get in this run.
 *
 * @throws InputError if the zone is not that of the names, or the certificate for names to attach is not issued.
 */
export async function readDomain(domain: Domain | null, state: readonly HeldResource[]): Promise<ReadDomain> {
  const names = siteNames(domain, state);
  await warn(leavingNotice(names), detachedNotice(names, state));
  if (domain === null) return { ...names, certified: names.certificate !== null };
  if (domain.zoneId !== "") await checkZone(domain);
  if (names.certificate?.zoneId !== "") return { ...names, certified: true };
  const status = await statusOf(heldCertificate(state, namesOf(domain))?.arn);
  refuseAny("The domain is not ready:", certificateProblems(domain, status, attachedNames(state)));
  return { ...names, certified: status === "ISSUED" };
}

async function checkZone(domain: Domain): Promise<void> {
  const zone = await findZone(domain.zoneId);
  if (zone === "denied") {
    // The role that previews the pull request adding the domain may read the zone only after an administrator's up.
    await warn(`domain.zoneId: not checked, since the credentials may not read ${domain.zoneId}`);
    return;
  }
  refuseAny("The hosted zone does not fit the setting:", zoneProblems(domain, zone));
}

async function findZone(zoneId: string): Promise<Zone | "denied" | undefined> {
  try {
    const { name, privateZone } = await getZone({ zoneId });
    return { name, isPrivate: privateZone ?? false };
  } catch (error) {
    if (NOT_FOUND.test(String(error)) || String(error).includes("NoSuchHostedZone")) return undefined;
    if (pulumi.runtime.isDryRun() && String(error).includes("AccessDenied")) return "denied";
    throw error;
  }
}

/** What ACM says about the stack's certificate; undefined if there is none. The state may be older. */
async function statusOf(arn: string | undefined): Promise<string | undefined> {
  if (arn === undefined) return undefined;
  const { status } = Certificate.get("site-domain", arn, { region: CERTIFICATE_REGION });
  return new Promise((resolve) => status.apply(resolve));
}
