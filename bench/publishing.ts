import { cpSync } from "node:fs";
import { join } from "node:path";
import { table } from "../commands/docs/table";
import { inTemporaryFolder } from "../offline/temporary-folder";
import { interleaved, median, megabytes, ratioTarget, seconds } from "./measure";
import { change, layOut } from "./publishing/built-site";
import { serveAws } from "./publishing/server";
import { awsSync, limit, ours, rclone, type Taken, versionOf, type Way } from "./publishing/ways";
import type { Options, Report, Section, Target } from "./section";

/** Milliseconds that each request takes longer. */
const LATENCY = 20;
const REPEATS = 5;
const SIZES = [10, 1000, 10_000];
const RELEASES = ["first", "unchanged", "one page changed"] as const;
/** At most this many calls more than the limit: the marker, the lists, the invalidation. */
const MORE_CALLS = 8;
const MOST_TIMES_LIMIT = 1.5;
const MOST_BYTES = 200_000_000;

/** The measurements of one way, by release and by name of the row. */
type Measured = Record<(typeof RELEASES)[number], readonly Taken[]>;

/** How long a release takes to publish, compared with other programs and with the least possible. */
export const publishing: Section = {
  name: "publishing",
  title: "Publishing",
  async run(options) {
    const peers = Object.entries({ aws: awsSync, rclone }).map(([program, way]) => {
      return { program, way, version: versionOf(program) };
    });
    const ways = [ours, ...peers.filter(({ version }) => version !== undefined).map(({ way }) => way), limit];
    // Not counted: afterwards the scripts' types are stripped, which Node 24 does by itself.
    if (!options.quick) await measure(ours, 10, { ...options, say: () => undefined });
    const parts: string[] = [];
    const targets: Target[] = [];
    for (const size of options.quick ? [10] : SIZES) {
      const measured = await interleaved(
        ways,
        (way) => measure(way, size, options),
        () => (options.quick ? 1 : REPEATS),
      );
      const { text, targets: reached } = reportOf(size, measured);
      parts.push(text);
      targets.push(...reached);
    }
    const versions = peers.map(({ program, version }) => version ?? `${program} is not installed and left out`);
    const repeats = options.quick ? "One run" : `Medians of ${REPEATS} runs`;
    const intro = `A site of that many files of 2 KB, a tenth of them pages, published to a local S3 that adds ${LATENCY} ms to each request: time, and calls to S3 and CloudFront. ${repeats} of each, in turns. ${versions.join("; ")}. The limit only lists the bucket, hashes the files and uploads what differs, 64 at once. It starts Node once; this project starts it for each of four steps, and with the probe for five, which is most of what an unchanged release takes.`;
    return { text: [intro, ...parts].join("\n\n"), targets };
  },
};

function measure(way: Way, size: number, { say, signal }: Options): Promise<Measured> {
  return inTemporaryFolder(async (folder) => {
    const aws = await serveAws(LATENCY);
    const [site, changed] = [join(folder, "site"), join(folder, "changed")];
    layOut(site, size);
    cpSync(site, changed, { recursive: true, preserveTimestamps: true });
    change(changed);
    const release = async (from: string, number: number): Promise<readonly Taken[]> => {
      const taken = await way.run({ aws, site: from, release: number, notes: folder, signal });
      say(`  ${size} files, ${RELEASES[number - 1] ?? ""}, ${way.names[0] ?? ""}: ${seconds(taken[0]?.ms ?? 0)}`);
      return taken;
    };
    try {
      return {
        first: await release(site, 1),
        unchanged: await release(site, 2),
        "one page changed": await release(changed, 3),
      };
    } finally {
      await aws.close();
    }
  });
}

function reportOf(size: number, measured: ReadonlyMap<Way, readonly Measured[]>): Report {
  const runs = (name: string, release: keyof Measured): Taken[] =>
    [...measured].flatMap(([way, each]) => each.flatMap((one) => one[release][way.names.indexOf(name)] ?? []));
  const ms = (name: string, release: keyof Measured): number => median(runs(name, release).map((one) => one.ms));
  const calls = (name: string, release: keyof Measured): number => median(runs(name, release).map((one) => one.calls));
  const names = [...measured.keys()].flatMap((way) => way.names);
  const [[plain = "", probed = ""], [least = ""], [sync = ""]] = [ours.names, limit.names, awsSync.names];
  const head = ["", ...RELEASES.flatMap((release) => [release, "calls"])];
  const rows = names.map((name) => [
    name,
    ...RELEASES.flatMap((release) => [seconds(ms(name, release)), String(calls(name, release))]),
  ]);
  const files = `${size} files`;
  const ratios = (what: string, one: string, other: string, most: number): Target[] =>
    RELEASES.map((each) => ratioTarget(`${files}, ${each}: ${what}`, ms(one, each) / ms(other, each), most));
  const peak = Math.max(...RELEASES.flatMap((release) => runs(plain, release).map(({ peakBytes = 0 }) => peakBytes)));
  const more = Math.max(...RELEASES.map((release) => calls(plain, release) - calls(least, release)));
  const atMost = (what: string, got: number, most: number, shown: (value: number) => string): Target => {
    return { what: `${files}: ${what}`, want: `at most ${shown(most)}`, got: shown(got), met: got <= most };
  };
  return {
    text: [`### ${files}`, table(head, rows)].join("\n\n"),
    targets: [
      ...(names.includes(sync) ? ratios("with the probe, times plain sync", probed, sync, 1) : []),
      ...(size === Math.max(...SIZES) ? ratios("times the limit", plain, least, MOST_TIMES_LIMIT) : []),
      atMost("calls more than the limit's", more, MORE_CALLS, String),
      atMost("peak memory", peak, MOST_BYTES, megabytes),
    ],
  };
}
