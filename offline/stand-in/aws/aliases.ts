import type { Properties } from "../properties";
import type { Call } from "../resource-type";
import { certificateOf, certificate, namesOf } from "./certificate";

/** Why CloudFront does not take a distribution's names or certificate. */
export interface AliasRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * What CloudFront says of the names and the certificate of a distribution. A name is on one distribution of all
 * accounts, and on none without a certificate for it.
 */
export function refusesAliases({ caller, cloud, id, properties }: Call): AliasRefusal | undefined {
  const invalid = (message: string) => ({ status: 400, code: "InvalidViewerCertificate", message });
  const aliases = aliasesOf(properties);
  const arn = certificateOf(properties);
  if (arn !== "") {
    const held = cloud.resources.find((each) => each.type === certificate.token && each.id === arn);
    const isThere = held?.account === caller.account && held.properties.region === "us-east-1";
    if (held === undefined || !isThere || held.properties.status !== "ISSUED") {
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
  const others = cloud.resources.filter(
    (each) => each.type === "aws:cloudfront/distribution:Distribution" && each.id !== id,
  );
  const taken = [...(cloud.world.aws.aliasesInUse ?? []), ...others.flatMap((other) => aliasesOf(other.properties))];
  if (!aliases.some((alias) => taken.includes(alias))) return undefined;
  const message = "One or more of the CNAMEs you provided are already associated with a different resource.";
  return { status: 409, code: "CNAMEAlreadyExists", message };
}

function aliasesOf({ aliases }: Properties): string[] {
  return Array.isArray(aliases) ? aliases.map(String) : [];
}
