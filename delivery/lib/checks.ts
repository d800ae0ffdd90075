// What is checked of a published site.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "./actions.ts";
import { ASSETS, filesBelow, MARKER, urlPath } from "./release.ts";
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
}

/** The headers of CloudFront's managed policy, which the stack attaches: each with what it must match. */
const SECURITY_HEADERS: Readonly<Record<string, RegExp>> = {
  "strict-transport-security": /^max-age=[1-9]\d{6,}/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^(?:SAMEORIGIN|DENY)$/i,
  "referrer-policy": /^[a-z-]*(?:origin|no-referrer)[a-z-]*$/,
};

const REDIRECTS = [301, 302, 307, 308];

/** All checks of the release that lies in RUNNER_TEMP. */
export function checksOf(probed: Probed): Check[] {
  const { SITE_URL, HTTP_URL, BUCKET_URL, RUNNER_TEMP, GITHUB_RUN_ID } = probed;
  const site = join(RUNNER_TEMP, "site");
  const of = (address: string, name: string, want: string, wrong: (served: Served) => string | undefined): Check => {
    const look = async (): Promise<string | undefined> => {
      const served = await get(probed, address);
      return typeof served === "string" ? served : wrong(served);
    };
    return { name, want, look };
  };
  const status = (wanted: number, served: Served): string | undefined =>
    served.status === wanted ? undefined : `status ${served.status}`;
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
  const first = file("/", join(site, "index.html"), /no-cache/, "index.html of this release, not cached");
  const files = filesBelow(site).map((key) =>
    key.startsWith(ASSETS)
      ? file(urlPath(key), join(site, key), /max-age=31536000.*immutable/, "the file of this release, immutable")
      : file(urlPath(key), join(site, key), /no-cache/, "the file of this release, not cached"),
  );
  const missing = `/missing-${GITHUB_RUN_ID}.html`;
  return [
    marker,
    first,
    ...files,
    of("/", "security headers", Object.keys(SECURITY_HEADERS).join(", "), (served) => {
      const wrong = Object.entries(SECURITY_HEADERS).flatMap(([name, form]) => otherHeader(served, name, form) ?? []);
      return wrong.length === 0 ? undefined : wrong.join(", ");
    }),
    of(missing, missing, "a missing file to be a 404", (served) => status(404, served)),
    of(`${HTTP_URL}/`, `${HTTP_URL}/`, `a redirect to ${SITE_URL}/`, (served) => {
      const location = served.headers.get("location") ?? "";
      if (REDIRECTS.includes(served.status) && location === `${SITE_URL}/`) return undefined;
      return `status ${served.status}${location === "" ? "" : ` to ${location}`}`;
    }),
    of(`${BUCKET_URL}/index.html`, `${BUCKET_URL}/index.html`, "the bucket itself to answer 403", (served) =>
      status(403, served),
    ),
  ];
}

function otherContent(served: Served, wanted: Buffer): string | undefined {
  return served.body.equals(wanted) ? undefined : `other content: ${excerpt(served.body.toString().trim(), 80)}`;
}

function otherHeader(served: Served, name: string, form: RegExp): string | undefined {
  const value = served.headers.get(name);
  return value !== null && form.test(value) ? undefined : `${name}: ${value ?? "none"}`;
}
