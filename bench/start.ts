import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { table } from "../commands/docs/table";
import { findEngine } from "../engine/find";
import { projectRoot } from "../lib/paths";
import { withSession } from "../offline/session";
import { inTemporaryFolder } from "../offline/temporary-folder";
import { interleaved, median, ratioTarget, seconds } from "./measure";
import type { Report, Section } from "./section";
import type { Start } from "./start/run";

/** The start may take this many times as long as that of one plain file with the same resources. */
const MOST = 1;
const REPEATS = 5;

const OURS = { what: "this program", folder: projectRoot };
const PLAIN = { what: "one plain file with the same resources", folder: join(projectRoot, "bench/start/plain") };
const PROGRAMS = [OURS, PLAIN];

/** How long it takes to start the program, compared with one file that has nothing but its resources. */
export const start: Section = {
  name: "start",
  title: "Start of the program",
  async run({ quick, say, signal }) {
    const engine = await findEngine({ say, signal });
    return inTemporaryFolder(async (folder) => {
      // The resources of the plain file.
      const DEPLOYMENT = join(folder, "deployment.json");
      await withSession({ engine, stack: "dev" }, async (session) => {
        await session.on("dev").up();
        writeFileSync(DEPLOYMENT, await session.on("dev").export());
      });
      const measure = async ({ what, folder: project }: typeof OURS): Promise<Start> => {
        const args = ["-r", "ts-node/register", "bench/start/run.ts", project];
        const options = { cwd: projectRoot, env: { ...process.env, DEPLOYMENT }, signal };
        const { stdout } = await promisify(execFile)(process.execPath, args, options);
        const started = JSON.parse(stdout) as Start;
        say(`  ${what}: ${seconds(started.ms)}`);
        return started;
      };
      // Not counted: afterwards the files are in memory, and the transpiled code is kept.
      if (!quick) for (const program of PROGRAMS) await measure(program);
      return reportOf(await interleaved(PROGRAMS, measure, () => (quick ? 1 : REPEATS)));
    });
  },
};

function reportOf(measured: ReadonlyMap<typeof OURS, readonly Start[]>): Report {
  const of = (program: typeof OURS, figure: keyof Start): number =>
    median((measured.get(program) ?? []).map((each) => each[figure]));
  const rows = PROGRAMS.map((each) => [each.what, String(of(each, "resources")), seconds(of(each, "ms"))]);
  const repeats = measured.get(OURS)?.length ?? 0;
  return {
    text: [
      `From the moment the engine asks for the program until the program has registered its last resource, in a preview on the real engine against the stand-in cloud, each in a new process. Medians of ${repeats} starts of each, in turns. The plain file has the same resources of AWS and GitHub, created in the same order, and no components.`,
      table(["program", "resources", "start"], rows),
    ].join("\n\n"),
    targets: [ratioTarget(`start, times that of ${PLAIN.what}`, of(OURS, "ms") / of(PLAIN, "ms"), MOST)],
  };
}
