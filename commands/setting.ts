// `npm run setting`: prints one setting of a stack from its committed file, for a workflow.
import { projectRoot } from "../lib/paths";
import { command, misused } from "./main";
import { settingText } from "./setting/text";

const usage = `npm run setting -- --stack <name> <key>

Prints a setting of a stack as its committed files have it: Pulumi.<name>.yaml, or the default of Pulumi.yaml. An object
is printed with one <key>=<value> per line, as a workflow's step passes on its outputs; an empty one prints nothing.

Options
  --stack <name>  the stack
  --help          this text
`;

command(
  usage,
  { stack: { type: "string" } },
  ({ stack }, [key, ...more]) => {
    if (stack === undefined || key === undefined || more.length > 0)
      throw misused(usage, "expected --stack <name> and one key");
    process.stdout.write(settingText(projectRoot, stack, key));
    return 0;
  },
  { allowPositionals: true },
);
