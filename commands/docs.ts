// `npm run docs`: writes the parts of the pages that describe the program from the program itself.
import "./all-packages";

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { projectRoot } from "../lib/paths";
import { messageOf, UserError } from "../lib/user-error";
import { blockNames, withBlocks } from "./docs/blocks";
import { formatted } from "./docs/format";
import { deployedWriters } from "./docs/resources";
import { WRITERS } from "./docs/writers";
import { main, parsed } from "./main";

const usage = `npm run docs [-- --check]

Writes the generated parts of README.md and docs/: tables of settings, outputs and roles, policies, and what the first
npm run offline shows and each stack makes, for which it brings the stacks up on the stand-in cloud.

Options
  --check  write nothing; exit code 1 where a page is not what the program says
  --help   this text
`;

const options = { check: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

async function run(): Promise<number> {
  const { check, help } = parsed(usage, () => parseArgs({ args: process.argv.slice(2), options })).values;
  if (help === true) {
    process.stdout.write(usage);
    return 0;
  }
  let stale = 0;
  for (const page of pages()) {
    const path = join(projectRoot, page);
    const text = readFileSync(path, "utf8");
    const written = await formatted(await generated(page, text), path);
    if (written === text) continue;
    stale += 1;
    if (check !== true) writeFileSync(path, written);
    process.stdout.write(`${page}: ${check === true ? "is not what the program says; npm run docs" : "written"}\n`);
  }
  return check === true && stale > 0 ? 1 : 0;
}

/** The pages that have generated blocks. */
function pages(): string[] {
  const docs = readdirSync(join(projectRoot, "docs"), { recursive: true, encoding: "utf8" });
  const all = ["README.md", ...docs.filter((file) => file.endsWith(".md")).map((file) => join("docs", file))];
  return all.filter((page) => blockNames(readFileSync(join(projectRoot, page), "utf8")).length > 0);
}

const deployed = deployedWriters();

async function generated(page: string, text: string): Promise<string> {
  try {
    return await withBlocks(text, { ...WRITERS, ...deployed });
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${page}: ${messageOf(error)}`, { cause: error }) : error;
  }
}

main(run);
