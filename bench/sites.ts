import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { findEngine } from "../engine/find";
import { projectRoot } from "../lib/paths";
import { type Operation, onWorkbench } from "./engine/workbench";
import { interleaved, seconds } from "./measure";
import type { Options, Section } from "./section";
import { siteNames } from "./sites/names";
import { type Measured, reportOf } from "./sites/report";

/** How many sites there are, and how often each size is measured: large ones take minutes. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [1, 3],
  [10, 3],
  [50, 1],
  [100, 1],
]);
const QUICK_SIZES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 1],
]);
/** The sizes that are compared: this one, or the smallest where it is not there, with the largest. */
const FEW = 10;

const file = join(projectRoot, "bench/sites/program.ts");

/** Has the engine save the state once, at the end, and not after each step. Nobody should: a crash would lose it. */
const SAVING_ONCE = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** How preview and up grow with the number of sites in a stack. */
export const sites: Section = {
  name: "sites",
  title: "Many sites in one stack",
  async run(options) {
    const engine = await findEngine(options);
    const repeats = options.quick ? QUICK_SIZES : SIZES;
    const sizes = [...repeats.keys()];
    const compared = [repeats.has(FEW) ? FEW : Math.min(...sizes), Math.max(...sizes)] as const;
    const measured = await interleaved(
      sizes,
      (count) => measure(count, compared.includes(count), engine, options),
      (count) => repeats.get(count) ?? 1,
    );
    return reportOf(measured, compared);
  },
};

async function measure(
  count: number,
  isCompared: boolean,
  engine: PulumiCommand,
  { say, signal }: Pick<Options, "say" | "signal">,
): Promise<Measured> {
  const job = { engine, program: { file }, repositories: siteNames(count), config: { "bench:sites": count }, signal };
  const told = (what: string, operation: Operation): Operation => {
    say(`  ${count} ${count === 1 ? "site" : "sites"}, ${what}: ${seconds(operation.wallMs)}`);
    return operation;
  };
  const savingEachStep = await onWorkbench(job, async (bench) => ({
    preview: told("preview", await bench.run("preview")),
    up: told("up", await bench.run("up")),
  }));
  if (!isCompared) return { ...savingEachStep, upSavingOnce: undefined };
  const upSavingOnce = await onWorkbench({ ...job, environment: SAVING_ONCE }, async (bench) =>
    told("up, saving once", await bench.run("up")),
  );
  return { ...savingEachStep, upSavingOnce };
}
