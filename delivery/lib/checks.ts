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

/** The checks of a release: of the site as a whole, and of its files. */
export function checksOf(probed: Probed): { readonly site: readonly Check[]; readonly files: readonly Check[] } {
  const { SITE_URL, HTTP_URL, BUCKET_URL, routing, list } = probed;
  const of = (address: string, want: string, wrong: (served: Served) => string | undefined, name = address): Check => {
    const look = async (): Promise<string | undefined> => {
      const served = await ask(probed, address);
      return typeof served === "string" ? served : wrong(served);
    };
    return { name, want, look };
  };
  const page = (address: string, file: PublishedFile): Check => ({
    name: address,
    want: `${file.key} of this release, as ${file.type}, ${file.immutable ? "immutable" : "not cached by browsers"}`,
    look: () => lookAt(probed, address, file),
  });
  const notThere = (address: string): Check =>
    of(address, "a missing file to be a 404", (served) => status(404, served));
  const missing = `/missing-${list.run}`;
  const first = list.files.find(({ key }) => key === "index.html");
  const withoutFile = {
    app: () => (first === undefined ? notThere(missing) : page(missing, first)),
    files: () => notThere(missing),
    folders: () =>
      of(missing, `a redirect to ${missing}/`, (served) =>
        location(served, SITE_URL) === `${SITE_URL}${missing}/` ? undefined : statusOf(served),
      ),
    html: () => notThere(missing),
  };
  const site = [
    of(`/${MARKER}`, "this release's commit and run, not cached", (served) => {
      return (
        status(200, served) ?? otherContent(served, markerOf(list)) ?? otherHeader(served, "cache-control", /no-cache/)
      );
    }),
    withoutFile[routing](),
    of(
      "/",
      Object.keys(SECURITY_HEADERS).join(", "),
      (served) => {
        const wrong = Object.entries(SECURITY_HEADERS).flatMap(([name, form]) => otherHeader(served, name, form) ?? []);
        return wrong.length === 0 ? undefined : wrong.join(", ");
      },
      "security headers",
    ),
    notThere(`${missing}.html`),
    of(`${HTTP_URL}/`, `a redirect to ${SITE_URL}/`, (served) => {
      return location(served, HTTP_URL) === `${SITE_URL}/` ? undefined : statusOf(served);
    }),
    of(`${BUCKET_URL}/index.html`, "the bucket itself to answer 403", (served) => status(403, served)),
  ];
  const files = probed.files.flatMap((file) => {
    const address = addressOf(file.key, routing);
    return address === undefined ? [] : [page(address, file)];
  });
  return { site, files };
}

async function lookAt(web: Web, address: string, file: PublishedFile): Promise<string | undefined> {
  const large = file.size > LARGE;
  const served = await ask(web, address, large ? "HEAD" : "GET");
  if (typeof served === "string") return served;
  return (
    status(200, served) ?? (large ? otherSize(served, file) : otherContent(served, file)) ?? otherHeaders(served, file)
  );
}

function otherHeaders({ headers }: Served, { type, cache, encoding }: PublishedFile): string | undefined {
  const wanted = { "content-type": type, "cache-control": cache, "content-encoding": encoding };
  const wrong = Object.entries(wanted).filter(([name, value]) => headers[name] !== value);
  return wrong.length === 0
    ? undefined
    : wrong.map(([name]) => `${name}: ${String(headers[name] ?? "none")}`).join(", ");
}

function status(wanted: number, served: Served): string | undefined {
  return served.status === wanted ? undefined : statusOf(served);
}

function statusOf({ status: seen, headers }: Served): string {
  return `status ${seen}${headers.location === undefined ? "" : ` to ${headers.location}`}`;
}

/** The target of a redirect; undefined if it is not one. */
function location({ status: seen, headers }: Served, from: string): string | undefined {
  const { location: target } = headers;
  return REDIRECTS.includes(seen) && target !== undefined && URL.canParse(target, from)
    ? new URL(target, from).href
    : undefined;
}

function otherContent(served: Served, { sha256 }: { readonly sha256: string }): string | undefined {
  return served.sha256 === sha256 ? undefined : `other content: ${excerpt(served.start, 80)}`;
}

function otherSize({ headers }: Served, { size, md5 }: PublishedFile): string | undefined {
  const { "content-length": length, etag = `"${md5}"` } = headers;
  if (length !== String(size)) return `content-length: ${length ?? "none"}`;
  return etag.replaceAll(/^W\/|"/g, "") === md5 ? undefined : `etag: ${etag}`;
}

function otherHeader({ headers }: Served, name: string, form: RegExp): string | undefined {
  const value = headers[name];
  return typeof value === "string" && form.test(value) ? undefined : `${name}: ${String(value ?? "none")}`;
}
