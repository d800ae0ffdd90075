// `npm run setting`: prints one setting of a stack from its committed file, for a workflow.
import { parseArgs } from "node:util";

import { projectRoot } from "../lib/paths";
import { main, misused, parsed } from "./main";
import { settingText } from "./setting/text";

const usage = `npm run setting -- --stack <name> <key>

Prints a setting of a stack as its committed files have it: Pulumi.<name>.yaml, or the default of Pulumi.yaml. An object
is printed with one <key>=<value> a line, as a workflow's step hands on its outputs; an empty one prints nothing.

Options
  --stack <name>  the stack
  --help          this text
`;

const options = { stack: { type: "string" }, help: { type: "boolean", short: "h" } } as const;

function run(): Promise<number> {
  const args = process.argv.slice(2);
  const { values, positionals } = parsed(usage, () => parseArgs({ args, options, allowPositionals: true }));
  const [key, ...more] = positionals;
  if (values.help === true) {
    process.stdout.write(usage);
    return Promise.resolve(0);
  }
  if (values.stack === undefined || key === undefined || more.length > 0) {
    throw misused(usage, "expected --stack <name> and one key");
  }
  process.stdout.write(settingText(projectRoot, values.stack, key));
  return Promise.resolve(0);
}

main(run);
