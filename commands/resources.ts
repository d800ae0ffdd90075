// `npm run resources`: which stack has made what, from what the engine recorded.
import { parseArgs } from "node:util";

import type { DeployedStack } from "../lib/deployment";
import { UserError } from "../lib/user-error";
import { readDeployment } from "./deployment";
import { SOURCE_OPTIONS, SOURCE_USAGE, sourceOf } from "./deployment-source";
import { main, misused, parsed } from "./main";
import { componentsOf } from "./resources/components";
import { asMermaid } from "./resources/mermaid";
import { asText } from "./resources/text";

const usage = `npm run resources -- --stack <name>... [options]

Prints what stacks have made in AWS and GitHub: the components of each, what each made, and its physical name.

Options
  --stack <name>    a stack; may be given several times
  --mermaid         as a Mermaid flowchart instead of text
${SOURCE_USAGE}
  --help            this text
`;

const options = {
  stack: { type: "string", multiple: true },
  mermaid: { type: "boolean" },
  ...SOURCE_OPTIONS,
  help: { type: "boolean", short: "h" },
} as const;

async function run(): Promise<number> {
  const args = process.argv.slice(2);
  const { stack: names = [], mermaid, help, ...given } = parsed(usage, () => parseArgs({ args, options })).values;
  if (help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (names.length === 0) throw misused(usage, "--stack <name> is missing");
  const source = sourceOf(given);
  if (source.file !== undefined && names.length > 1)
    throw new UserError("--file holds one stack: expected one --stack");

  const stacks: DeployedStack[] = [];
  for (const stack of new Set(names)) {
    const deployment = await readDeployment({ stack, ...source });
    if (componentsOf(deployment).length === 0)
      throw new UserError(`stack ${stack} has made nothing; expected one that is up`);
    stacks.push({ stack, deployment });
  }
  const texts = stacks.map(({ stack, deployment }) => asText(stack, componentsOf(deployment)));
  process.stdout.write(`${mermaid === true ? asMermaid(stacks) : texts.join("\n\n")}\n`);
  return 0;
}

main(run);
