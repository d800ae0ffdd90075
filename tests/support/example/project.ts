import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { projectRoot } from "../../../lib/paths";
import { stackNames } from "../../../lib/stack-files";

/** The sources of the program, its commands and the workflows' scripts. */
const SOURCES = [
  "commands",
  "components",
  "delivery",
  "docs",
  "engine",
  "lib",
  "offline",
  "index.ts",
  "package.json",
  "transpiler.cjs",
  "tsconfig.json",
];

/**
 * The folder of the example project: this program, under its own name and with the stacks next to this file.
 *
 * Each test that needs settings takes these. The repository's own Pulumi files are for its owner to fill in. It is a
 * copy of the program, since commands and scripts find their project by where they are themselves.
 */
export const EXAMPLE = copyProgram();

function copyProgram(): string {
  // Real, since modules are known by their real path and the temporary folder may be a link.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "passwordless-example-")));
  process.on("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const source of SOURCES) cpSync(join(projectRoot, source), join(folder, source), { recursive: true });
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "Pulumi.yaml"), projectFile());
  // For roles of the user's own.
  cpSync(join(__dirname, "policies"), join(folder, "policies"), { recursive: true });
  cpSync(join(__dirname, "workflows"), join(folder, ".github/workflows"), { recursive: true });
  for (const stack of stackNames(__dirname)) {
    copyFileSync(join(__dirname, `Pulumi.${stack}.yaml`), join(folder, `Pulumi.${stack}.yaml`));
  }
  return folder;
}

/** Two roles of the user's own, of which the example has the files. */
export const OWN_ROLES = {
  api: { workflow: "deploy-api.yml", trigger: "environment", policy: "policies/api.json", sessionMinutes: 120 },
  nightly: { workflow: "nightly.yml", trigger: "default branch", policy: "policies/nightly.json" },
} as const;

/** The program's own Pulumi.yaml, without what its owner says in it. */
function projectFile(): string {
  const project = parseDocument(readFileSync(join(projectRoot, "Pulumi.yaml"), "utf8"));
  project.set("name", "passwordless-cicd");
  project.delete("backend");
  return project.toString({ lineWidth: 0 });
}
