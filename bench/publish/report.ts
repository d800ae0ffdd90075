import type { Report, Target } from "../section";
import type { Release } from "./releases";
import type { Requests } from "./requests";

const INTRODUCTION = [
  "Requests of one release: `publish-site.yml` / plain. Plain is `aws s3 sync --delete` and an invalidation of `/*`,",
  "always from a fresh checkout, whose new times make it upload everything again. API is all but the GETs. These are",
  "counts, the same in each run: repeats would add nothing.",
].join(" ");

const REMARKS = [
  "AWS is a stand-in that records the calls of the AWS CLI; the requests follow from them by the rules in",
  "`bench/publish/requests.ts`. Its invalidation is done at once: while CloudFront's own is not, the CLI asks again every",
  "20 seconds. The GETs are the probe's, which looks at every file as a visitor gets it, and the prune's, which reads the",
  "lists of recent releases. A plain sync looks at nothing.",
].join(" ");

const COLUMNS: readonly (readonly [string, (release: Release) => string])[] = [
  ["files", ({ files }) => number(files)],
  ["release", ({ kind }) => kind],
  ["PUT", both(({ put }) => put)],
  ["PUT below assets/", both(({ putAssets }) => putAssets)],
  ["LIST", both(({ list }) => list)],
  ["DELETE", both((requests) => requests.delete)],
  ["CloudFront", both(({ cloudfront }) => cloudfront)],
  ["API, ratio", ({ ours, plain }) => (apiRequests(ours) / apiRequests(plain)).toFixed(2)],
  ["GET of the site", ({ visits }) => `${number(visits)} / 0`],
  ["paths invalidated", both(({ paths }) => paths)],
];

/** The table of all releases with what there is to know about it, and how they stand against the targets. */
export function reportOf(releases: readonly Release[]): Report {
  const rows = [
    COLUMNS.map(([head]) => head),
    COLUMNS.map(() => "---"),
    ...releases.map((release) => COLUMNS.map(([, cell]) => cell(release))),
  ];
  const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return { text: [INTRODUCTION, table, REMARKS, ...timesOf(releases)].join("\n\n"), targets: targetsOf(releases) };
}

function both(count: (requests: Requests) => number): (release: Release) => string {
  return ({ ours, plain }) => `${number(count(ours))} / ${number(count(plain))}`;
}

function apiRequests(requests: Requests): number {
  return requests.put + requests.list + requests.delete + requests.cloudfront;
}

/** How long our scripts took of the first release of the largest site. */
function timesOf(releases: readonly Release[]): string[] {
  const largest = releases.filter(({ kind }) => kind === "first").at(-1);
  if (largest === undefined) return [];
  const times = ["prepare-release", "probe-site", "prune-site"].map((script) => largest.seconds[script] ?? 0);
  const all = times.reduce((total, time) => total + time, 0).toFixed(1);
  const each = times.map((time) => time.toFixed(1)).join(", ");
  return [
    `Of the first release of ${number(largest.files)} files, ${all} seconds were spent in our own scripts ` +
      `(prepare-release, probe-site and prune-site: ${each}). AWS being a stand-in on this machine, no network is in them.`,
  ];
}

function targetsOf(releases: readonly Release[]): Target[] {
  const sizes = new Intl.ListFormat("en-GB").format(new Set(releases.map(({ files }) => number(files))));
  const target = (what: string, want: number, seen: readonly number[]): Target => ({
    what: `${what}, of ${sizes} files`,
    want: number(want),
    got: [...new Set(seen)].map(number).join(", "),
    met: seen.length > 0 && seen.every((count) => count === want),
  });
  const assetsOf = (kind: Release["kind"]): number[] =>
    releases.filter((release) => release.kind === kind).map(({ ours }) => ours.putAssets);
  const paths = releases.map(({ ours }) => ours.paths);
  return [
    target("hashed assets that an unchanged release uploads", 0, assetsOf("unchanged")),
    target("hashed assets that a release with one changed page uploads", 0, assetsOf("one page changed")),
    target("paths that a release invalidates", 1, paths),
  ];
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
