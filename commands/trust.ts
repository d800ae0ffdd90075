// `npm run trust`: who may assume which role of a stack, from what AWS was told.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { messageOf, UserError } from "../lib/user-error";
import { type DeploymentSource, readDeployment } from "./deployment";
import { SOURCE_OPTIONS, SOURCE_USAGE, sourceOf } from "./deployment-source";
import { main, misused, parsed } from "./main";
import { asMermaid } from "./trust/mermaid";
import type * as cloud from "./trust/cloud-stack";
import { asPulumiCloud } from "./trust/pulumi-cloud";
import { trustPage } from "../lib/trust/page";
import { rolesOf } from "../lib/trust/roles";
import { withWideMarks } from "../lib/trust/wide";
import { asText } from "./trust/text";

const usage = `npm run trust -- --stack <name> [options]

Prints who may assume which role of a stack and what the role may do, from the stack's state.

Options
  --stack <name>    the stack
  --role <name>     only this role
  --mermaid         as a Mermaid flowchart instead of text
  --html <file>     as a page with a picture, in one file that needs no other
  --pulumi-cloud    instead, what an administrator registers in Pulumi Cloud for the jobs that run Pulumi
${SOURCE_USAGE}
  --help            this text
`;

interface Request extends DeploymentSource {
  readonly role?: string;
  readonly mermaid: boolean;
  /** The file that gets a page. */
  readonly html?: string;
  readonly pulumiCloud: boolean;
}

function parseArguments(args: readonly string[]): Request | "help" {
  const { values } = parsed(usage, () => parseArgs({ args: [...args], options }));
  const { stack, role, mermaid = false, html, "pulumi-cloud": pulumiCloud = false, help, ...source } = values;
  if (help === true) return "help";
  if (stack === undefined) throw misused(usage, "--stack <name> is missing");
  if (pulumiCloud && (mermaid || role !== undefined || html !== undefined))
    throw misused(usage, "--pulumi-cloud goes with none of --role, --mermaid and --html");
  if (mermaid && html !== undefined) throw misused(usage, "--mermaid and --html: expected one of the two");
  return { stack, role, mermaid, html, pulumiCloud, ...sourceOf(source) };
}

const options = {
  stack: { type: "string" },
  role: { type: "string" },
  mermaid: { type: "boolean" },
  html: { type: "string" },
  "pulumi-cloud": { type: "boolean" },
  ...SOURCE_OPTIONS,
  help: { type: "boolean", short: "h" },
} as const;

async function run(): Promise<number> {
  const request = parseArguments(process.argv.slice(2));
  if (request === "help") {
    process.stdout.write(usage);
    return 0;
  }
  const all = await withWideMarks(rolesOf(await readDeployment(request)));
  const roles = all.filter(({ name }) => name === (request.role ?? name));
  if (all.length === 0) throw new UserError(`stack ${request.stack} has no role yet; expected one that is up`);
  if (roles.length === 0)
    throw new UserError(`--role ${String(request.role)}: expected one of ${all.map(({ name }) => name).join(", ")}`);
  if (request.pulumiCloud) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand: it reads YAML
    const { cloudStack } = require("./trust/cloud-stack") as typeof cloud;
    process.stdout.write(`${asPulumiCloud(cloudStack(request.stack), all)}\n`);
    return 0;
  }
  if (request.html !== undefined) {
    writeText(request.html, trustPage([{ stack: request.stack, roles }]));
    process.stdout.write(`${request.html}: written\n`);
    return 0;
  }
  process.stdout.write(`${request.mermaid ? asMermaid(roles) : asText(request.stack, roles)}\n`);
  return 0;
}

function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`--html ${file}: ${messageOf(error)}`, { cause: error });
  }
}

main(run);
