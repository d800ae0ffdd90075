import { table } from "../../commands/docs/table";
import type { Operation } from "../engine/workbench";
import { median, megabytes, ratioTarget, seconds } from "../measure";
import type { Report } from "../section";

/** A site among many may take this many times as long as one among few. */
const MOST = 1.2;

/** What one size took, once. */
export interface Measured {
  readonly preview: Operation;
  readonly up: Operation;
  /** Only of the sizes that are compared. */
  readonly upSavingOnce: Operation | undefined;
}

type Mode = keyof Measured;

const HEAD = ["sites", "resources", "runs", "preview", "per site", "up", "per site", "up, saving once", "per site"];

/** @param compared the number of sites in a small stack and in a large one */
export function reportOf(
  measured: ReadonlyMap<number, readonly Measured[]>,
  compared: readonly [few: number, many: number],
): Report {
  const [few, many] = compared;
  const operations = (count: number, mode: Mode): Operation[] =>
    (measured.get(count) ?? []).flatMap((each) => each[mode] ?? []);
  const perSite = (count: number, mode: Mode): number =>
    median(operations(count, mode).map(({ wallMs }) => wallMs)) / count;
  const growth = (mode: Mode): number => perSite(many, mode) / perSite(few, mode);

  const times = (count: number, mode: Mode): string[] =>
    operations(count, mode).length === 0
      ? ["", ""]
      : [seconds(count * perSite(count, mode)), seconds(perSite(count, mode))];
  const rows = [...measured.keys()].map((count) => [
    String(count),
    String(operations(count, "up")[0]?.resources),
    String(operations(count, "up").length),
    ...times(count, "preview"),
    ...times(count, "up"),
    ...times(count, "upSavingOnce"),
    megabytes(median(operations(count, "up").map(({ peakBytes }) => peakBytes))),
  ]);
  return {
    text: [UNIT, table([...HEAD, "peak memory of the program"], rows), engineShare(compared, growth)].join("\n\n"),
    targets: (["preview", "up"] as const).map((mode) =>
      ratioTarget(`${mode}: time per site with ${many} sites, times that with ${few}`, growth(mode), MOST),
    ),
  };
}

const UNIT =
  "A stack with so many sites, previewed and brought up on the real engine against the stand-in cloud. One site is what must be there to publish it, 21 resources: the site (a component and eleven), its publishing job's role (a component and four) and the four variables that tell this job where to, in a repository of its own. The stack, GitHub's provider, and GitHub's OIDC provider in its component are there once. Wall time of the engine's process with everything that runs meanwhile, as medians of the runs; the program has a process of its own.";

function engineShare([few, many]: readonly [number, number], growth: (mode: Mode) => number): string {
  const [up, savingOnce] = [growth("up"), growth("upSavingOnce")].map((times) => times.toFixed(2));
  return [
    "The engine saves a stack's whole state before and after each step, so that the time for this grows with the square of the number of resources: its own, and the same for every program whose state is in a file or a bucket.",
    `With it a site takes ${up} times as long in an up of ${many} as in one of ${few}; where the engine is told to save once, at the end, ${savingOnce} times: that is what program and stand-in cloud come to.`,
    "(`PULUMI_SKIP_CHECKPOINTS`, an experiment of the engine's, is good for measuring this and for nothing else: a crash would lose everything.)",
  ].join(" ");
}
