// `npm run bench`: measures the program and the stacks, and says whether the targets are met.
import "../commands/all-packages";

import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";

import { table } from "../commands/docs/table";
import { command } from "../commands/main";
import { readText } from "../lib/read-text";
import { UserError } from "../lib/user-error";
import { checkPage, withBenchmark } from "./page";
import type { Options, Report, Section, Target } from "./section";
import { publishing } from "./publishing";
import { sites } from "./sites";
import { start } from "./start";

const SECTIONS: readonly Section[] = [start, sites, publishing];
const NAMES = SECTIONS.map(({ name }) => name).join(", ");

const usage = `npm run bench [-- options]

Measures how long the program takes to start, how preview and up grow with the number of sites, and how long a
release takes to publish. Prints tables in Markdown, and how the figures stand against their targets. Takes about half
an hour.
Needs no account; if no Pulumi engine is installed, it is built first.

Exit code: 0 even if a target is missed, 1 if something could not be measured.

Options
  --only <name>   one part: ${NAMES}; repeatable
  --quick         fewer repeats and smaller sizes: shows that everything works, and measures nothing worth quoting
  --write <file>  also puts the tables into a Markdown file, between <!-- benchmark --> and <!-- /benchmark -->
  --help          this text
`;

/** What would change the measurement; PULUMI_HOME says where the engine is. */
const FOREIGN = /^(PULUMI_(?!HOME$)|GITHUB_|AWS_)/;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const options = {
  only: { type: "string", multiple: true },
  quick: { type: "boolean" },
  write: { type: "string" },
} as const;

command(usage, options, async ({ only, quick = false, write }) => {
  const sections = chosen(only);
  // A page that cannot be written is reported before anything is measured.
  if (write !== undefined) checkPage(readText(write), write);
  for (const name of Object.keys(process.env)) if (FOREIGN.test(name)) Reflect.deleteProperty(process.env, name);

  const controller = new AbortController();
  const { signal } = controller;
  // A terminal asks every process that it started, and npm once more: once is enough.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      controller.abort();
    });
  const measured = await measureAll(sections, { quick, say, signal });
  if (signal.aborted) {
    say("Interrupted.");
    return 130;
  }
  process.stdout.write(`${measured.text}\n`);
  if (write !== undefined) writeFileSync(write, await withBenchmark(readText(write), measured.text, write));
  return measured.failed ? 1 : 0;
});

function chosen(only: readonly string[] = []): readonly Section[] {
  const unknown = only.find((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown !== undefined) throw new UserError(`--only: got "${unknown}"; expected one of ${NAMES}`);
  return SECTIONS.filter(({ name }) => only.length === 0 || only.includes(name));
}

async function measureAll(sections: readonly Section[], given: Options): Promise<{ text: string; failed: boolean }> {
  const parts: string[] = [];
  const targets: Target[] = [];
  let failed = false;
  for (const section of sections) {
    say(`${section.title} ...`);
    try {
      const report: Report = await section.run(given);
      parts.push(`## ${section.title}`, report.text);
      targets.push(...report.targets);
    } catch (error) {
      if (given.signal.aborted) break;
      failed = true;
      say(`error: ${section.name}: ${error instanceof UserError ? error.message : String((error as Error).stack)}`);
    }
  }
  const machine = `Node ${process.version}, ${availableParallelism()} cores, ${process.platform}.`;
  return { text: [machine, ...parts, "## Targets", targetTable(targets)].join("\n\n"), failed };
}

function targetTable(targets: readonly Target[]): string {
  return table(
    ["target", "want", "got", ""],
    targets.map(({ what, want, got, met }) => [what, want, got, met ? "met" : "missed"]),
  );
}
