import { table } from "../../commands/docs/table";
import { median, ratioTarget, seconds } from "../measure";
import type { Report } from "../section";

/** A site among many may take this many times as long as one among few. */
const MOST = 1.2;
/** The size that the largest one is compared with, or the smallest if this one was not measured. */
const FEW = 10;

const OPERATIONS = ["preview", "up", "up, saving once"] as const;

export interface Operation {
  readonly ms: number;
  readonly resources: number;
}

/** The measurements of one size, once. */
export type Measured = Readonly<Record<(typeof OPERATIONS)[number], Operation>>;

export function reportOf(measured: ReadonlyMap<number, readonly Measured[]>): Report {
  const sizes = [...measured.keys()];
  const few = measured.has(FEW) ? FEW : Math.min(...sizes);
  const many = Math.max(...sizes);
  const ms = (count: number, operation: keyof Measured): number =>
    median((measured.get(count) ?? []).map((each) => each[operation].ms));
  const growth = (operation: keyof Measured): number => ms(many, operation) / many / (ms(few, operation) / few);
  const rows = [...measured].map(([count, runs]) => [
    String(count),
    String(runs[0]?.up.resources),
    String(runs.length),
    ...OPERATIONS.flatMap((each) => [seconds(ms(count, each)), seconds(ms(count, each) / count)]),
  ]);
  const head = ["sites", "resources", "runs", ...OPERATIONS.flatMap((each) => [each, "per site"])];
  const [up, once] = [growth("up"), growth("up, saving once")].map((times) => times.toFixed(2));
  const engineShare = [
    "The engine saves a stack's whole state before and after each step, so the time for this grows with the square of the number of resources, as for every program whose state is in a file or a bucket.",
    `In an up of ${many} sites, each takes ${up} times as long as in an up of ${few}; if the engine saves only once, at the end, ${once} times: that is the share of program and stand-in cloud.`,
    "(`PULUMI_SKIP_CHECKPOINTS`, an experimental option of the engine, is good only for measuring this: a crash would lose everything.)",
  ].join(" ");
  return {
    text: [UNIT, table(head, rows), engineShare].join("\n\n"),
    targets: (["preview", "up"] as const).map((operation) =>
      ratioTarget(`${operation}: time per site with ${many} sites, times that with ${few}`, growth(operation), MOST),
    ),
  };
}

const UNIT =
  "A stack of that many sites, previewed and brought up on the real engine against the stand-in cloud. Each site is what publishing needs, 21 resources: the site (a component and eleven), the publishing job's role (a component and four) and the four variables that tell this job where to publish. The stack, GitHub's provider, and GitHub's OIDC provider in its component exist once. Medians of the runs.";
