// What is checked of a published site.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "./actions.ts";
import { addressOf, type Routing } from "./addresses.ts";
import { ASSETS, filesBelow, MARKER } from "./release.ts";
import { get, type Served, type Web } from "./site.ts";

/** One thing that must be so. */
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
  readonly RUNNER_TEMP: string;
  readonly GITHUB_RUN_ID: string;
  /** What an address of the site stands for. */
  readonly routing: Routing;
}

/** What each headers policy must have, the stack's own or another: with what it must match. */
const SECURITY_HEADERS: Readonly<Record<string, RegExp>> = {
  "strict-transport-security": /^max-age=[1-9]\d{6,}/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^(?:SAMEORIGIN|DENY)$/i,
  "referrer-policy": /^[a-z-]*(?:origin|no-referrer)[a-z-]*$/,
};

const REDIRECTS = [301, 302, 307, 308];

/** All checks of the release that lies in RUNNER_TEMP. */
export function checksOf(probed: Probed): Check[] {
  const { SITE_URL, HTTP_URL, BUCKET_URL, RUNNER_TEMP, GITHUB_RUN_ID, routing } = probed;
  const site = join(RUNNER_TEMP, "site");
  const of = (address: string, name: string, want: string, wrong: (served: Served) => string | undefined): Check => {
    const look = async (): Promise<string | undefined> => {
      const served = await get(probed, address);
      return typeof served === "string" ? served : wrong(served);
    };
    return { name, want, look };
  };
  const file = (address: string, path: string, caching: RegExp, want: string): Check =>
    of(address, address, want, (served) => {
      return (
        status(200, served) ?? otherContent(served, readFileSync(path)) ?? otherHeader(served, "cache-control", caching)
      );
    });

  const marker = file(
    `/${MARKER}`,
    join(RUNNER_TEMP, "release", MARKER),
    /no-cache/,
    "this release's commit and run, not cached",
  );
  const page = (address: string, key: string): Check =>
    file(address, join(site, key), /no-cache/, `${key} of this release, not cached`);
  const files = filesBelow(site).flatMap((key) => {
    const address = addressOf(key, routing);
    if (address === undefined) return [];
    if (!key.startsWith(ASSETS)) return page(address, key);
    return file(address, join(site, key), /max-age=31536000.*immutable/, "the file of this release, immutable");
  });
  const notThere = (address: string): Check =>
    of(address, address, "a missing file to be a 404", (served) => status(404, served));
  const missing = `/missing-${GITHUB_RUN_ID}`;
  const withoutFile = {
    app: () => page(missing, "index.html"),
    files: () => notThere(missing),
    folders: () =>
      of(missing, missing, `a redirect to ${missing}/`, (served) =>
        location(served, SITE_URL) === `${SITE_URL}${missing}/` ? undefined : statusOf(served),
      ),
    html: () => notThere(missing),
  };
  return [
    marker,
    ...files,
    withoutFile[routing](),
    of("/", "security headers", Object.keys(SECURITY_HEADERS).join(", "), (served) => {
      const wrong = Object.entries(SECURITY_HEADERS).flatMap(([name, form]) => otherHeader(served, name, form) ?? []);
      return wrong.length === 0 ? undefined : wrong.join(", ");
    }),
    notThere(`${missing}.html`),
    of(`${HTTP_URL}/`, `${HTTP_URL}/`, `a redirect to ${SITE_URL}/`, (served) => {
      return location(served, HTTP_URL) === `${SITE_URL}/` ? undefined : statusOf(served);
    }),
    of(`${BUCKET_URL}/index.html`, `${BUCKET_URL}/index.html`, "the bucket itself to answer 403", (served) =>
      status(403, served),
    ),
  ];
}

function status(wanted: number, served: Served): string | undefined {
  return served.status === wanted ? undefined : statusOf(served);
}

function statusOf({ status: seen, headers }: Served): string {
  const target = headers.get("location");
  return `status ${seen}${target === null ? "" : ` to ${target}`}`;
}

/** Where a redirect leads; undefined where it is none. */
function location({ status: seen, headers }: Served, from: string): string | undefined {
  const target = headers.get("location");
  return REDIRECTS.includes(seen) && target !== null ? new URL(target, from).href : undefined;
}

function otherContent(served: Served, wanted: Buffer): string | undefined {
  return served.body.equals(wanted) ? undefined : `other content: ${excerpt(served.body.toString().trim(), 80)}`;
}

function otherHeader(served: Served, name: string, form: RegExp): string | undefined {
  const value = served.headers.get(name);
  return value !== null && form.test(value) ? undefined : `${name}: ${value ?? "none"}`;
}
