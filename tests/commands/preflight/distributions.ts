// What CloudFront says of an account's distributions, and of names that are taken.

/** A distribution of the account. */
export interface DistributionBefore {
  readonly id: string;
  readonly comment?: string;
  readonly aliases?: readonly string[];
  /** Whether it has a certificate of ACM. */
  readonly certified?: boolean;
}

const NAMESPACE = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"';

/** A page of one, so that pages are followed; undefined for another question. */
export function distributionList({ pathname, searchParams }: URL, all: readonly DistributionBefore[]) {
  if (pathname !== "/2020-05-31/distribution") return undefined;
  const start = Number(searchParams.get("Marker") ?? 0);
  const items = all.slice(start, start + 1).map(({ id, comment = "", aliases = [], certified = false }) => {
    const names = aliases.map((alias) => `<CNAME>${alias}</CNAME>`).join("");
    const certificate = certified
      ? "<ACMCertificateArn>arn:aws:acm:us-east-1:1:certificate/1</ACMCertificateArn>"
      : "<CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>";
    return `<DistributionSummary><Id>${id}</Id><Comment>${comment}</Comment><Aliases><Quantity>${aliases.length}</Quantity><Items>${names}</Items></Aliases><ViewerCertificate>${certificate}</ViewerCertificate></DistributionSummary>`;
  });
  const next = start + 1 < all.length ? `<NextMarker>${start + 1}</NextMarker>` : "";
  return `<DistributionList ${NAMESPACE}>${next}<MaxItems>1</MaxItems><Quantity>${items.length}</Quantity><Items>${items.join("")}</Items></DistributionList>`;
}

/** What overlaps with a name; AWS answers only for a distribution that has a certificate. */
export function conflictList(
  { pathname, searchParams }: URL,
  all: readonly DistributionBefore[],
  taken: readonly string[],
) {
  if (pathname !== "/2020-05-31/conflicting-alias") return undefined;
  const asked = all.find(({ id }) => id === searchParams.get("DistributionId"));
  if (asked?.certified !== true) return undefined;
  const name = searchParams.get("Alias") ?? "";
  const found = [`*.${name.split(".").slice(1).join(".")}`, ...taken.filter((each) => each === name)];
  const items = found.map(
    (alias) =>
      `<ConflictingAlias><Alias>${alias}</Alias><DistributionId>*******EXAMPLE</DistributionId><AccountId>******112233</AccountId></ConflictingAlias>`,
  );
  return `<ConflictingAliasesList ${NAMESPACE}><MaxItems>100</MaxItems><Quantity>${items.length}</Quantity><Items>${items.join("")}</Items></ConflictingAliasesList>`;
}
