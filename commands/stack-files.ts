// Makes the stack files of many repositories from one list: see docs/many-repositories.md.
import { relative, sep } from "node:path";
import { parseArgs } from "node:util";

import { main, misused, parsed } from "./main";
import { projectRoot } from "../lib/paths";
import { readText } from "../lib/read-text";
import { fileOf, readProject } from "../lib/stack-files";
import { UserError } from "../lib/user-error";
import { type Outcome, writeFiles } from "./stack-files/files";
import { parseList } from "./stack-files/list";
import { type Stack, stacksOf } from "./stack-files/stacks";

const usage = `node -r ts-node/register commands/stack-files.ts <list.yaml> <folder>

Writes a Pulumi.<stack>.yaml of each repository and environment of the list into the folder, where the program's
Pulumi.yaml is. A file that was not generated from this list is never overwritten, and none is deleted.

  ... stack-files.ts --list <list.yaml> [--account <name>]

prints the stacks' names and nothing else, in an order in which they can be brought up; writes nothing.

Options
  --list            print the stacks' names
  --account <name>  only those in this account of the list
  --help            this text
`;

const options = {
  list: { type: "boolean" },
  account: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function run(): Promise<number> {
  const args = process.argv.slice(2);
  const { values, positionals } = parsed(usage, () => parseArgs({ args, options, allowPositionals: true }));
  const { list: namesOnly = false, account, help = false } = values;
  const [file, folder, ...more] = positionals;
  if (help) return print(usage);
  if (file === undefined || more.length > 0 || namesOnly !== (folder === undefined)) {
    throw misused(usage, "expected <list.yaml> <folder>, or --list <list.yaml>");
  }
  if (account !== undefined && !namesOnly) throw misused(usage, "--account goes with --list");
  const project = readProject(projectRoot);
  const stacks = stacksOf(parseList(readText(file), file), file, project, new Date());
  if (folder === undefined) return print(lines(inAccount(stacks, account)));
  const list = relative(folder, file).replaceAll(sep, "/");
  return print(told(writeFiles(stacks, { folder, list, project: project.name }), stacks));
}

function inAccount(stacks: readonly Stack[], account: string | undefined): string[] {
  const accounts = [...new Set(stacks.map((stack) => stack.account.name))];
  if (account !== undefined && !accounts.includes(account)) {
    throw new UserError(`--account: no stack is in ${JSON.stringify(account)}; expected one of ${accounts.join(", ")}`);
  }
  return stacks.filter((stack) => account === undefined || stack.account.name === account).map(({ name }) => name);
}

function told({ written, unchanged, leftOver }: Outcome, stacks: readonly Stack[]): string {
  return [
    `Written: ${words(written)}`,
    `Unchanged: ${words(unchanged)}`,
    ...leftOver.map(
      (stack) => `Left over: ${fileOf(stack)}, whose stack is not in the list any more. ${farewell(stack)}`,
    ),
    `To be brought up in this order: ${words(stacks.map(({ name }) => name))}`,
    "",
  ].join("\n");
}

/** A file that is gone leaves its stack without settings, and what the stack made running. */
function farewell(stack: string): string {
  return (
    `If the stack is there, set protect: false in the file, and then: ` +
    `pulumi up --stack ${stack} && pulumi destroy --stack ${stack} && pulumi stack rm ${stack}, ` +
    `which deletes the file. If there never was one, delete the file.`
  );
}

function words(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(" ");
}

function lines(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join("");
}

function print(text: string): Promise<number> {
  process.stdout.write(text);
  return Promise.resolve(0);
}

main(run);
