import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { findEngine } from "../engine/find";
import { projectRoot } from "../lib/paths";
import { Interrupt } from "../offline/interrupt";
import { interleaved, seconds } from "./measure";
import { withSession } from "../offline/session";
import type { Options, Section } from "./section";
import { type Measured, type Operation, reportOf } from "./sites/report";

/** The numbers of sites, and how often each is measured: the large one takes minutes. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [1, 3],
  [10, 3],
  [100, 1],
]);
const QUICK_SIZES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 1],
]);

/** Has the engine save the state once, at the end, and not after each step. Nobody should: a crash would lose it. */
const SAVING_ONCE = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** How preview and up grow with the number of sites in a stack. */
export const sites: Section = {
  name: "sites",
  title: "Many sites in one stack",
  async run(options) {
    const engine = await findEngine(options);
    const sizes = options.quick ? QUICK_SIZES : SIZES;
    const measure = async (count: number): Promise<Measured> => ({
      ...(await onStack(count, engine, options, ["preview", "up"])),
      ...(await savingOnce(() => onStack(count, engine, options, ["up, saving once"]))),
    });
    return reportOf(await interleaved([...sizes.keys()], measure, (count) => sizes.get(count) ?? 1));
  },
};

/** Runs these operations, one after the other, on a new stack of so many sites. */
async function onStack(
  count: number,
  engine: PulumiCommand,
  { say, signal }: Options,
  operations: readonly (keyof Measured)[],
): Promise<Measured> {
  const interrupt = new Interrupt();
  signal.throwIfAborted();
  signal.addEventListener("abort", () => {
    interrupt.press();
  });
  const config = [{ key: "sites", value: count }];
  const project = join(projectRoot, "bench/sites");
  const measured: Partial<Record<keyof Measured, Operation>> = {};
  await withSession({ engine, project, config, interrupt }, async (session) => {
    for (const operation of operations) {
      const stack = session.on("dev");
      const start = performance.now();
      const { counts } = await (operation === "preview" ? stack.preview() : stack.up());
      const ms = performance.now() - start;
      say(`  ${count} ${count === 1 ? "site" : "sites"}, ${operation}: ${seconds(ms)}`);
      measured[operation] = { ms, resources: counts.create ?? 0 };
    }
  });
  return measured as Measured;
}

async function savingOnce<T>(run: () => Promise<T>): Promise<T> {
  Object.assign(process.env, SAVING_ONCE);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(SAVING_ONCE)) Reflect.deleteProperty(process.env, name);
  }
}
