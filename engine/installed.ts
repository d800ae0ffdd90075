// Loads no package and downloads nothing: commands that run with credentials use it.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { projectRoot } from "../lib/paths";
import { withoutPackageCommands } from "../lib/search-path";
import type * as files from "../lib/stack-files";
import { messageOf, UserError } from "../lib/user-error";
import { engineFolder } from "./version";

/** Options of a preview for a plan: without the second, it hides what an earlier replacement has left to delete. */
export const JSON_PREVIEW: readonly string[] = ["--json", "--show-replacement-steps"];

/**
 * The output about a stack in its real backend of the engine that is already installed: `pulumi` on PATH, else the kept
 * copy.
 *
 * @param options.json - Also if it failed, if that is JSON that says why: a failed preview prints its errors so.
 * @param options.folder - The project.
 * @param options.timeout - The longest that it may take, in milliseconds. Default: no limit.
 * @throws {UserError} with what the engine said, or if there is none.
 */
export async function askEngine(
  command: readonly string[],
  stack: string,
  { json = false, folder = projectRoot, timeout = 0 }: { json?: boolean; folder?: string; timeout?: number } = {},
): Promise<string> {
  const args = [...command, "--stack", backendName(stack, folder), "--non-interactive"];
  const kept = join(engineFolder(), "bin");
  // An empty folder in PATH would be the current one.
  const folders = [...withoutPackageCommands(process.env.PATH ?? "").split(delimiter), kept].filter(Boolean);
  const env = { ...process.env, PATH: folders.join(delimiter), PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    const options = { cwd: folder, env, maxBuffer: Infinity, timeout, killSignal: "SIGKILL" } as const;
    return (await promisify(execFile)("pulumi", args, options)).stdout;
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === "ENOENT") {
      throw new UserError(
        `there is no Pulumi engine here: no pulumi on PATH, and none kept in ${kept}; ` +
          "install it (https://www.pulumi.com/docs/install/)",
        { cause: error },
      );
    }
    if (json && /^\s*\{[^]*"severity": *"error"/.test(stdout)) return stdout;
    const said = stderr.trim().replace(/^error: /, "") || messageOf(error);
    const hints = HINTS.flatMap(([sign, hint]) => (sign.test(said) ? [hint] : []));
    throw new UserError([`pulumi ${args.join(" ")}: ${said}`, ...hints].join("\n"), { cause: error });
  }
}

const IN_CLOUD = /\burl["']?\s*:\s*["']?https?:/;

/**
 * A stack's name in the engine's backend: in Pulumi Cloud with the organization of the committed files in front, since
 * the caller may have another default.
 *
 * @throws {UserError} if the committed files cannot be used.
 */
function backendName(stack: string, folder: string): string {
  const { PULUMI_BACKEND_URL: elsewhere = "https:" } = process.env;
  if (!/^https?:/.test(elsewhere) || !IN_CLOUD.test(readFileSync(join(folder, "Pulumi.yaml"), "utf8"))) return stack;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand: it reads YAML
  const { nameInCloud, readProject } = require("../lib/stack-files") as typeof files;
  const project = readProject(folder);
  return /^https?:/.test(project.backend?.url ?? "") ? nameInCloud(project, stack) : stack;
}

const OFFLINE = "to read what npm run offline brought up, add --offline";

const HINTS = [
  [
    /PULUMI_ACCESS_TOKEN|pulumi login/,
    `No backend is set: set backend.url in Pulumi.yaml, and log in (pulumi login) if that is Pulumi Cloud; ${OFFLINE}.`,
  ],
  [/no stack named/, `The backend does not have it: bring it up by pulumi up; ${OFFLINE}.`],
] as const;
