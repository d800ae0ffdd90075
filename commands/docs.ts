// `npm run docs`: writes the parts of the pages that describe the program from the program itself.
import "./all-packages";

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { projectRoot } from "../lib/paths";
import { UserError } from "../lib/user-error";
import { blockNames, formatted, withBlocks } from "./docs/blocks";
import { deployedWriters } from "./docs/resources";
import { WRITERS } from "./docs/writers";
import { command } from "./main";

const usage = `npm run docs [-- --check]

Writes the generated parts of README.md and docs/: tables of settings, outputs and roles, policies, and what the first
npm run offline shows and each stack makes, for which it brings the stacks up on the stand-in cloud.

Options
  --check  write nothing; exit code 1 if a page is not what the program says
  --help   this text
`;

command(usage, { check: { type: "boolean" } }, async ({ check = false }) => {
  const writers = { ...WRITERS, ...deployedWriters() };
  let stale = 0;
  for (const page of pages()) {
    const path = join(projectRoot, page);
    const text = readFileSync(path, "utf8");
    const blocks = await withBlocks(text, writers).catch((error: unknown) => {
      throw error instanceof UserError ? new UserError(`${page}: ${error.message}`, { cause: error }) : error;
    });
    const written = await formatted(blocks, path);
    if (written === text) continue;
    stale += 1;
    if (!check) writeFileSync(path, written);
    process.stdout.write(`${page}: ${check ? "is not what the program says; npm run docs" : "written"}\n`);
  }
  return check && stale > 0 ? 1 : 0;
});

/** The pages that have generated blocks. */
function pages(): string[] {
  const docs = readdirSync(join(projectRoot, "docs"), { recursive: true, encoding: "utf8" });
  const all = ["README.md", ...docs.filter((file) => file.endsWith(".md")).map((file) => join("docs", file))];
  return all.filter((page) => blockNames(readFileSync(join(projectRoot, page), "utf8")).length > 0);
}
