// `npm run preflight`: finds what would make `up` fail, before anything is written.
import "./all-packages";

import { projectRoot } from "../lib/paths";
import { command, misused } from "./main";
import { preflight } from "./preflight/report";

const usage = `npm run preflight -- --stack <name>

Asks the engine, AWS and GitHub whether up of this stack can succeed, and changes nothing. One line per check:
✓ fine   ✗ up would fail   ! worth a look   ? could not be checked
The exit code is 1 if up would fail.

Options
  --stack <name>  the stack
  --help          this text
`;

command(usage, { stack: { type: "string" } }, async ({ stack }) => {
  // package.json decides which versions of Node are good; the SDK's notice of later ones would break up the table.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  if (stack === undefined) throw misused(usage, "--stack <name> is missing");
  const { text, failed } = await preflight(stack, projectRoot);
  process.stdout.write(`${text}\n`);
  return failed ? 1 : 0;
});
