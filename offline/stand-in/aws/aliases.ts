import type { Properties } from "../properties";
import type { Call, Refused } from "../resource-type";
import { certificate, certificateOf, namesOf } from "./certificate";
import { DISTRIBUTION } from "./distribution-parts";

/**
 * What CloudFront says of the names and the certificate of a distribution. A name is on one distribution of all
 * accounts, and on none without a certificate for it.
 */
export function refusesAliases({ caller, cloud, id, properties }: Call): Refused | undefined {
  const invalid = (message: string): Refused => [400, "InvalidViewerCertificate", message];
  const aliases = aliasesOf(properties);
  const arn = certificateOf(properties);
  if (arn !== "") {
    const held = cloud.resources.find((each) => each.type === certificate.token && each.id === arn);
    const isThere = held?.account === caller.account && held.properties.region === "us-east-1";
    if (!isThere || held.properties.status !== "ISSUED") {
      return invalid(
        "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
      );
    }
    if (aliases.some((alias) => !namesOf(held.properties).includes(alias))) {
      return invalid(
        "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.",
      );
    }
  } else if (aliases.length > 0) {
    return invalid(
      "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
    );
  }
  const others = cloud.resources.filter((each) => each.type === DISTRIBUTION && each.id !== id);
  const taken = [...(cloud.world.aws.aliasesInUse ?? []), ...others.flatMap((other) => aliasesOf(other.properties))];
  if (!aliases.some((alias) => taken.includes(alias))) return undefined;
  return [409, "CNAMEAlreadyExists", "One or more of the CNAMEs are already associated with a different resource."];
}

function aliasesOf({ aliases }: Properties): string[] {
  return Array.isArray(aliases) ? aliases.map(String) : [];
}
