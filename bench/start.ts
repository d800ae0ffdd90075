import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "../commands/docs/table";
import { findEngine } from "../engine/find";
import { projectRoot } from "../lib/paths";
import type { Program, ProgramReport } from "./engine/program-run";
import { onWorkbench } from "./engine/workbench";
import { interleaved, median, megabytes, ratioTarget, seconds } from "./measure";
import type { Report, Section } from "./section";

/** The start may take this many times as long as that of one plain file with the same resources. */
const MOST = 1;

const REPEATS = 5;

interface Variant {
  readonly what: string;
  readonly program: Program;
}

const fileOf = (path: string): string => join(projectRoot, path);
const template = fileOf("bench/start/template/index.ts");

const floor: Variant = {
  what: "floor: the same imports of Pulumi's packages, one empty component",
  program: { file: fileOf("bench/start/floor.ts") },
};
const ours: Variant = { what: "this program", program: { file: fileOf("index.ts") } };
const oneFile: Variant = {
  what: "one file with the same resources, no type check",
  program: { file: template, environment: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" } },
};
const templateStyle: Variant = {
  what: "the same file as Pulumi's template has it: type check at each start",
  program: {
    file: template,
    environment: { PULUMI_NODEJS_TSCONFIG_PATH: fileOf("bench/start/template/tsconfig.json") },
  },
};

/** How long it takes to start the program, against the least that any program with its imports takes. */
export const start: Section = {
  name: "start",
  title: "Start of the program",
  async run({ quick, say, signal }) {
    const engine = await findEngine({ say, signal });
    const folder = mkdtempSync(join(tmpdir(), "passwordless-start-"));
    try {
      const first: Variant = {
        what: "this program, first start after `npm ci`",
        program: { file: fileOf("index.ts"), environment: nothingTranspiled(folder) },
      };
      const variants = [floor, ours, first, oneFile, templateStyle];
      const measure = async ({ what, program }: Variant): Promise<ProgramReport> => {
        rmSync(join(folder, "transpiled"), { recursive: true, force: true });
        const report = await onWorkbench({ engine, program, repositories: ["site"], signal }, (bench) =>
          bench.run("preview"),
        );
        say(`  ${what}: ${seconds(report.registeredMs)}`);
        return report;
      };
      // Not counted: afterwards the files of all are in memory, and the program's are transpiled.
      if (!quick) for (const variant of [floor, ours]) await measure(variant);
      return reportOf(variants, await interleaved(variants, measure, () => (quick ? 1 : REPEATS)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The project's settings, but that what is transpiled is kept in a folder of its own. */
function nothingTranspiled(folder: string): Readonly<Record<string, string>> {
  const project = JSON.parse(readFileSync(fileOf("tsconfig.json"), "utf8")) as Readonly<Record<string, object>>;
  const file = join(folder, "tsconfig.json");
  const transpiler = [fileOf("transpiler.cjs"), { folder: join(folder, "transpiled") }];
  writeFileSync(
    file,
    JSON.stringify({
      ...project,
      compilerOptions: { ...project.compilerOptions, rootDir: projectRoot },
      "ts-node": { ...project["ts-node"], transpiler },
    }),
  );
  return { PULUMI_NODEJS_TSCONFIG_PATH: file };
}

function reportOf(variants: readonly Variant[], measured: ReadonlyMap<Variant, readonly ProgramReport[]>): Report {
  const of = (variant: Variant, figure: (report: ProgramReport) => number): number =>
    median((measured.get(variant) ?? []).map(figure));
  const ms = (variant: Variant): number => of(variant, ({ registeredMs }) => registeredMs);
  const times = (variant: Variant): number => ms(variant) / ms(floor);
  const rows = variants.map((variant) => [
    variant.what,
    String(of(variant, ({ resources }) => resources)),
    seconds(ms(variant)),
    times(variant).toFixed(2),
    megabytes(of(variant, ({ peakBytes }) => peakBytes)),
  ]);
  const repeats = measured.get(floor)?.length ?? 0;
  return {
    text: [
      `From the start of the program's process until it has registered its last resource, in a preview on the real engine that starts the program as Pulumi's own language host does. Medians of ${repeats} starts of each, in turns.`,
      table(["program", "resources", "start", "times the floor", "peak memory"], rows),
      `What the resources themselves take, whoever declares them, shows in the file that has nothing else: ${times(oneFile).toFixed(2)} times the floor. This program takes ${(ms(ours) / ms(oneFile)).toFixed(2)} times what that file takes.`,
    ].join("\n\n"),
    targets: [
      ratioTarget("start of the program, times that of one file with the same resources", ms(ours) / ms(oneFile), MOST),
    ],
  };
}
