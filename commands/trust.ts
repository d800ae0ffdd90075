// `npm run trust`: who may assume which role of a stack, as given to AWS.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { offlineState } from "../lib/paths";
import { messageOf, UserError } from "../lib/user-error";
import { type DeploymentSource, readDeployment } from "./deployment";
import { main, misused, parsed } from "./main";
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
  --html <file>     as a page with a picture, in one file that needs no other
  --pulumi-cloud    instead, what an administrator registers in Pulumi Cloud for the jobs that run Pulumi
  --offline         from what npm run offline brought up
  --state <folder>  with --offline: its state folder (default .offline)
  --file <json>     from a file that holds what pulumi stack export printed
  --help            this text
`;

interface Request extends DeploymentSource {
  readonly role?: string;
  /** The file to write a page to. */
  readonly html?: string;
  readonly pulumiCloud: boolean;
}

function parseArguments(args: readonly string[]): Request | "help" {
  const { values } = parsed(usage, () => parseArgs({ args: [...args], options }));
  const { stack, role, html, "pulumi-cloud": pulumiCloud = false, offline = false, state, file, help } = values;
  if (help === true) return "help";
  if (stack === undefined) throw misused(usage, "--stack <name> is missing");
  if (pulumiCloud && (role !== undefined || html !== undefined))
    throw misused(usage, "--pulumi-cloud goes with neither --role nor --html");
  if (state !== undefined && !offline) throw misused(usage, "--state goes with --offline");
  if (file !== undefined && offline) throw misused(usage, "--file does not go with --offline");
  return { stack, role, html, pulumiCloud, file, offline: offline ? resolve(state ?? offlineState) : undefined };
}

const options = {
  stack: { type: "string" },
  role: { type: "string" },
  html: { type: "string" },
  "pulumi-cloud": { type: "boolean" },
  offline: { type: "boolean" },
  state: { type: "string" },
  file: { type: "string" },
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
  process.stdout.write(`${asText(request.stack, roles)}\n`);
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
