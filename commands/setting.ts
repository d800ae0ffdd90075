// `npm run setting`: one setting of a stack from its committed file, for a workflow.
import { parseArgs } from "node:util";

import { projectRoot } from "../offline/paths";
import { messageOf, UserError } from "../offline/user-error";
import { settingText } from "./setting/text";

const usage = `npm run setting -- --stack <name> <key>

Prints a setting of a stack as its committed files have it: Pulumi.<name>.yaml, or the default of Pulumi.yaml. An object
is printed with one <key>=<value> a line, as a workflow's step hands on its outputs; an empty one prints nothing.

Options
  --stack <name>  the stack
  --help          this text
`;

function parsedArguments(args: readonly string[]) {
  try {
    const options = { stack: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n\n${usage}`, { cause: error });
  }
}

function run(): string {
  const { values, positionals } = parsedArguments(process.argv.slice(2));
  const [key, ...more] = positionals;
  if (values.help === true) return usage;
  if (values.stack === undefined || key === undefined || more.length > 0)
    throw new UserError(`want --stack <name> and one key\n\n${usage}`);
  return settingText(projectRoot, values.stack, key);
}

try {
  process.stdout.write(run());
} catch (error) {
  process.stderr.write(`error: ${error instanceof UserError ? error.message : messageOf(error)}\n`);
  process.exitCode = 1;
}
