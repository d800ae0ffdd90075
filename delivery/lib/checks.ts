// The checks of a published site.
import { excerpt } from "./actions.ts";
import { addressOf, type Routing } from "./addresses.ts";
import { markerOf } from "./publishing/base.ts";
import type { PublishedFile } from "./publishing/files.ts";
import { MARKER } from "./publishing/keys.ts";
import type { ReleaseList } from "./publishing/list.ts";
import { ask, type Served, type Web } from "./site.ts";

/** From this many bytes on, only a file's headers are checked, not its content. */
const LARGE = 8 * 1024 * 1024;

/** One condition to check. */
export interface Check {
  readonly name: string;
  readonly want: string;
  /** What was seen instead, or undefined. */
  readonly look: () => Promise<string | undefined>;
}

export interface Probed extends Web {
  /** The site's address without TLS. */
  readonly HTTP_URL: string;
  /** The address at which S3 itself would serve the bucket. */
  readonly BUCKET_URL: string;
  /** How addresses map to files. */
  readonly routing: Routing;
  readonly list: ReleaseList;
  /** The files to look at. */
  readonly files: readonly PublishedFile[];
}

/** Headers that each headers policy must set, the stack's own or another, with what they must match. */
const SECURITY_HEADERS: Readonly<Record<string, RegExp>> = {
  "strict-transport-security": /^max-age=[1-9]\d{6,}/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^(?:SAMEORIGIN|DENY)$/i,
  "referrer-policy": /^[a-z-]*(?:origin|no-referrer)[a-z-]*$/,
};

const REDIRECTS = [301, 302, 307, 308];

/** What is wrong with an answer, or undefined. */
type Judge = (served: Served) => string | undefined;

/** The checks of a release: of the site as a whole, and of its files. */
export function checksOf(probed: Probed): { readonly site: readonly Check[]; readonly files: readonly Check[] } {
  const { SITE_URL, HTTP_URL, BUCKET_URL, routing, list } = probed;
  const check = (address: string, want: string, wrong: Judge, name = address, method?: "HEAD"): Check => ({
    name,
    want,
    look: async () => {
      const served = await ask(probed, address, method);
      return typeof served === "string" ? served : wrong(served);
    },
  });
  const page = (address: string, file: PublishedFile): Check => {
    const { key, type, cache, encoding, immutable } = file;
    const wanted = { "content-type": type, "cache-control": cache, "content-encoding": encoding };
    const [otherBody, method] = file.size > LARGE ? ([otherSize, "HEAD"] as const) : [otherContent];
    return check(
      address,
      `${key} of this release, as ${type}, ${immutable ? "immutable" : "not cached by browsers"}`,
      (served) => otherStatus(200, served) ?? otherBody(served, file) ?? otherHeaders(served, wanted),
      address,
      method,
    );
  };
  const notThere = (address: string): Check =>
    check(address, "a missing file to be a 404", (served) => otherStatus(404, served));
  const missing = `/missing-${list.run}`;
  const first = list.files.find(({ key }) => key === "index.html");
  const withoutFile = {
    app: first === undefined ? notThere(missing) : page(missing, first),
    files: notThere(missing),
    folders: check(missing, `a redirect to ${missing}/`, leadsTo(`${SITE_URL}${missing}/`, SITE_URL)),
    html: notThere(missing),
  };
  const files = probed.files.flatMap((file) => {
    const address = addressOf(file.key, routing);
    return address === undefined ? [] : [page(address, file)];
  });
  // The first page, if it is not redirected.
  const front = files.find(({ name }) => name === "/") ?? files[0];
  const site = [
    check(`/${MARKER}`, "this release's commit and run, not cached", (served) => {
      const other = otherStatus(200, served) ?? otherContent(served, markerOf(list));
      return other ?? otherHeaders(served, { "cache-control": /no-cache/ });
    }),
    withoutFile[routing],
    check(
      front?.name ?? "/",
      Object.keys(SECURITY_HEADERS).join(", "),
      (served) => otherHeaders(served, SECURITY_HEADERS),
      "security headers",
    ),
    notThere(`${missing}.html`),
    check(`${HTTP_URL}/`, `a redirect to ${SITE_URL}/`, leadsTo(`${SITE_URL}/`, HTTP_URL)),
    check(`${BUCKET_URL}/index.html`, "the bucket itself to answer 403", (served) => otherStatus(403, served)),
  ];
  return { site, files };
}

/** Whether the answer is a redirect to an address, which may be given relative to another. */
function leadsTo(wanted: string, from: string): Judge {
  return (served) => {
    const { location } = served.headers;
    const isRedirect = REDIRECTS.includes(served.status) && location !== undefined && URL.canParse(location, from);
    return isRedirect && new URL(location, from).href === wanted ? undefined : statusOf(served);
  };
}

function otherStatus(wanted: number, served: Served): string | undefined {
  return served.status === wanted ? undefined : statusOf(served);
}

function statusOf({ status, headers }: Served): string {
  return `status ${status}${headers.location === undefined ? "" : ` to ${headers.location}`}`;
}

function otherContent(served: Served, { sha256 }: { readonly sha256: string }): string | undefined {
  return served.sha256 === sha256 ? undefined : `other content: ${excerpt(served.start, 80)}`;
}

function otherSize({ headers }: Served, { size, md5 }: PublishedFile): string | undefined {
  const { "content-length": length, etag = `"${md5}"` } = headers;
  if (length !== String(size)) return `content-length: ${length ?? "none"}`;
  return etag.replaceAll(/^W\/|"/g, "") === md5 ? undefined : `etag: ${etag}`;
}

/** The headers that are not as wanted: exactly so, or of a form. */
function otherHeaders(
  { headers }: Served,
  wanted: Readonly<Record<string, string | RegExp | undefined>>,
): string | undefined {
  const wrong = Object.entries(wanted).flatMap(([name, want]) => {
    const value = headers[name];
    const isRight = want instanceof RegExp ? typeof value === "string" && want.test(value) : value === want;
    return isRight ? [] : [`${name}: ${String(value ?? "none")}`];
  });
  return wrong.length === 0 ? undefined : wrong.join(", ");
}
