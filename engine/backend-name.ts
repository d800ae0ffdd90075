import { readFileSync } from "node:fs";
import { join } from "node:path";

import { projectRoot } from "../lib/paths";
import type * as files from "../lib/stack-files";

const IN_CLOUD = /\burl["']?\s*:\s*["']?https?:/;

/**
 * A stack's name in the engine's backend: in Pulumi Cloud with the organization of the committed files in front, since
 * the caller may have another default.
 *
 * @param folder - The project.
 * @throws {UserError} if the committed files cannot be used.
 */
export function backendName(stack: string, folder = projectRoot, environment = process.env): string {
  const { PULUMI_BACKEND_URL: elsewhere = "https:" } = environment;
  if (!/^https?:/.test(elsewhere) || !IN_CLOUD.test(readFileSync(join(folder, "Pulumi.yaml"), "utf8"))) return stack;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand: it reads YAML
  const { nameInCloud, readProject } = require("../lib/stack-files") as typeof files;
  const project = readProject(folder);
  return /^https?:/.test(project.backend?.url ?? "") ? nameInCloud(project, stack) : stack;
}
