// What preflight asks AWS, answered as AWS does: STS and IAM in the query protocol, S3 and CloudFront by REST.
import { ACCOUNT, PROVIDER_ARN } from "../../support/program";
import { conflictList, type DistributionBefore, distributionList } from "./distributions";
import type { Answer, Behaviour, Request } from "./server";

export const ACCESS_KEY = "AKIAEXAMPLEEXAMPLE";

export interface AwsWorld {
  /** Whose the credentials are. */
  readonly account?: string;
  /** Of which partition they are. */
  readonly partition?: string;
  /** The account's OIDC provider; null where it has none. */
  readonly provider?: { readonly audiences: readonly string[]; readonly owner?: string } | null;
  /** The ARNs of all its OIDC providers. */
  readonly providers?: readonly string[];
  readonly distributions?: readonly DistributionBefore[];
  /** Names that are on distributions of other accounts. */
  readonly aliasesInUse?: readonly string[];
  /** The names of the account's own headers policies; the id of each is `id-of-<name>`. */
  readonly headersPolicies?: readonly string[];
  /** The documents of managed policies by their ARNs; a number is the status of a refusal. */
  readonly policies?: Readonly<Record<string, object | number>>;
  /** What the state's bucket says of itself; a number is the status of a refusal. */
  readonly bucket?: {
    readonly versioning?: string | number;
    readonly publicAccessBlock?: readonly boolean[] | number;
    readonly owner?: string | number;
  };
  /** Services that answer with an error. */
  readonly errors?: Readonly<
    Partial<
      Record<"sts" | "iam" | "s3" | "cloudfront", { status: number; code: string; message?: string; region?: string }>
    >
  >;
}

export const STATE_BUCKET = "acme-state";

export function awsBehaviour({
  account = ACCOUNT,
  partition = "aws",
  provider = { audiences: ["sts.amazonaws.com"], owner: "passwordless-cicd/dev" },
  providers = [],
  distributions = [],
  aliasesInUse = [],
  headersPolicies = ["one", "two"],
  policies = {},
  bucket = {},
  errors = {},
}: AwsWorld): Behaviour {
  return (request) => {
    const [, key, service = ""] =
      /Credential=([^/]+)\/\d+\/[^/]+\/(\w+)\//.exec(String(request.headers.authorization)) ?? [];
    if (key !== ACCESS_KEY) return failure(403, "InvalidClientTokenId");
    const error = errors[service as keyof typeof errors];
    if (error !== undefined) return failure(error.status, error.code, error, service === "s3");
    if (service === "cloudfront") {
      const body =
        distributionList(request.url, distributions) ?? conflictList(request.url, distributions, aliasesInUse);
      return body === undefined ? headersPolicyList(request, headersPolicies) : xml(body);
    }
    if (service === "s3") return stateBucket(request, bucket);
    const call = new URLSearchParams(request.body);
    if (service === "sts" && call.get("Action") === "GetCallerIdentity") {
      const arn = `arn:${partition}:sts::${account}:assumed-role/admin/someone`;
      return xml(
        `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AROA:someone</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    }
    if (service === "iam" && call.get("Action") === "ListOpenIDConnectProviders") {
      const members = providers.map((arn) => `<member><Arn>${arn}</Arn></member>`).join("");
      return xml(
        `<ListOpenIDConnectProvidersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListOpenIDConnectProvidersResult><OpenIDConnectProviderList>${members}</OpenIDConnectProviderList></ListOpenIDConnectProvidersResult></ListOpenIDConnectProvidersResponse>`,
      );
    }
    if (service === "iam" && call.has("PolicyArn")) return managedPolicy(call, policies);
    if (service !== "iam" || call.get("Action") !== "GetOpenIDConnectProvider") return failure(400, "InvalidAction");
    if (provider === null || call.get("OpenIDConnectProviderArn") !== PROVIDER_ARN) return failure(404, "NoSuchEntity");
    return xml(providerXml(provider));
  };
}

function providerXml({ audiences, owner }: NonNullable<AwsWorld["provider"]>): string {
  const members = audiences.map((audience) => `<member>${audience}</member>`).join("");
  const tag = owner === undefined ? "" : `<member><Key>passwordless:owner</Key><Value>${owner}</Value></member>`;
  return `<GetOpenIDConnectProviderResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetOpenIDConnectProviderResult><Url>token.actions.githubusercontent.com</Url><ClientIDList>${members}</ClientIDList><Tags>${tag}</Tags></GetOpenIDConnectProviderResult></GetOpenIDConnectProviderResponse>`;
}

/** The policy's second version is the one in force; its document is percent-encoded. */
function managedPolicy(call: URLSearchParams, policies: NonNullable<AwsWorld["policies"]>): Answer {
  const document = policies[call.get("PolicyArn") ?? ""];
  if (document === undefined) return failure(404, "NoSuchEntity");
  if (typeof document === "number") return failure(document, "AccessDenied");
  const action = call.get("Action") ?? "";
  const content =
    action === "GetPolicy"
      ? "<Policy><DefaultVersionId>v2</DefaultVersionId></Policy>"
      : call.get("VersionId") === "v2"
        ? `<PolicyVersion><Document>${encodeURIComponent(JSON.stringify(document))}</Document></PolicyVersion>`
        : "";
  return xml(
    `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${content}</${action}Result></${action}Response>`,
  );
}

function stateBucket({ url, headers }: Request, bucket: NonNullable<AwsWorld["bucket"]>): Answer {
  const refused = (status: number) => failure(status, "AccessDenied", {}, true);
  const { versioning = "Enabled", publicAccessBlock = [true, true, true, true], owner = ACCOUNT } = bucket;
  if (url.pathname.replaceAll("/", "") !== STATE_BUCKET) return failure(404, "NoSuchBucket", {}, true);
  if (url.searchParams.has("versioning")) {
    if (typeof versioning === "number") return refused(versioning);
    const status = versioning === "" ? "" : `<Status>${versioning}</Status>`;
    return xml(`<VersioningConfiguration>${status}</VersioningConfiguration>`);
  }
  if (url.searchParams.has("publicAccessBlock")) {
    if (typeof publicAccessBlock === "number") {
      return publicAccessBlock === 404
        ? failure(404, "NoSuchPublicAccessBlockConfiguration", {}, true)
        : refused(publicAccessBlock);
    }
    const names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
    const switches = names.map((name, index) => `<${name}>${publicAccessBlock[index]}</${name}>`).join("");
    return xml(`<PublicAccessBlockConfiguration>${switches}</PublicAccessBlockConfiguration>`);
  }
  if (url.searchParams.get("list-type") !== "2") return failure(501, "NotImplemented", {}, true);
  const expected = headers["x-amz-expected-bucket-owner"];
  if (expected !== undefined && typeof owner === "number") return failure(owner, "SlowDown", {}, true);
  if (expected !== undefined && expected !== owner) return refused(403);
  return xml(`<ListBucketResult><Name>${STATE_BUCKET}</Name><KeyCount>0</KeyCount></ListBucketResult>`);
}

/** Pages of ten, so that they are followed: AWS's are of a hundred. */
function headersPolicyList({ url }: Request, own: readonly string[]): Answer {
  if (url.pathname !== "/2020-05-31/response-headers-policy") return failure(404, "NoSuchResource");
  const all = [{ type: "managed", name: "Managed-SimpleCORS" }, ...own.map((name) => ({ type: "custom", name }))];
  const start = Number(url.searchParams.get("Marker") ?? 0);
  const items = all
    .slice(start, start + 10)
    .map(
      ({ type, name }) =>
        `<ResponseHeadersPolicySummary><Type>${type}</Type><ResponseHeadersPolicy><Id>id-of-${name}</Id><LastModifiedTime>2026-11-23T05:00:00Z</LastModifiedTime><ResponseHeadersPolicyConfig><Name>${name}</Name></ResponseHeadersPolicyConfig></ResponseHeadersPolicy></ResponseHeadersPolicySummary>`,
    );
  const next = start + 10 < all.length ? `<NextMarker>${start + 10}</NextMarker>` : "";
  return xml(
    `<ResponseHeadersPolicyList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">${next}<MaxItems>10</MaxItems><Quantity>${items.length}</Quantity><Items>${items.join("")}</Items></ResponseHeadersPolicyList>`,
  );
}

function failure(status: number, code: string, { message = "no" }: { message?: string } = {}, rest = false): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return xml(rest ? error : `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`, status);
}

function xml(body: string, status = 200): Answer {
  return { status, body: `<?xml version="1.0" encoding="UTF-8"?>${body}`, headers: { "content-type": "text/xml" } };
}
