import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { readText } from "../../lib/read-text";
import { UserError } from "../../lib/user-error";
import { ran } from "./ran";

/** How the workflow site.yml builds the site: only it says what is the user's own. */
export interface Build {
  /** Where the sources are, and the command runs. */
  readonly folder: string;
  readonly command: string;
  /** Where it leaves the site. */
  readonly output: string;
}

/** @throws {UserError} if the workflow does not say it. */
export function readBuild(project: string): Build {
  const file = join(project, ".github/workflows/site.yml");
  const { env } = (parse(readText(file)) ?? {}) as { readonly env?: Readonly<Record<string, string | undefined>> };
  const setting = (name: string): string => {
    const value = env?.[name];
    if (value === undefined)
      throw new UserError(`${file}: there is no ${name} at its top; expected what site.yml builds`);
    return value;
  };
  const folder = join(project, setting("SITE_FOLDER"));
  return { folder, command: setting("SITE_BUILD"), output: join(folder, setting("SITE_OUTPUT")) };
}

/** Whether the built site is missing, or older than one of its sources. A site that is its own source is neither. */
export function isStale({ folder, output }: Build): boolean {
  return !existsSync(output) || newestIn(folder, output) > newestIn(output);
}

/** When the newest own file of a folder was written, in milliseconds, without those in the other folder. */
function newestIn(folder: string, except?: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  const times = entries.map((entry) => {
    const path = resolve(folder, entry.name);
    if (path === except || entry.name === "node_modules" || entry.name === ".git") return 0;
    return entry.isDirectory() ? newestIn(path, except) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

/** @throws {UserError} if the command fails, with what it printed. */
export async function runBuild({ folder, command }: Build, signal: AbortSignal): Promise<void> {
  const { code, printed } = await ran("bash", ["-eo", "pipefail", "-c", `exec 2>&1\n${command}`], {
    cwd: folder,
    signal,
  });
  if (code === 0) return;
  throw new UserError(
    `the site could not be built in ${folder} with "${command}", the SITE_BUILD of site.yml:\n${printed}`,
  );
}
