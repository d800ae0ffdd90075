// `npm run trust`: who may assume which role of a stack, as given to AWS.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { askEngine } from "../engine/installed";
import type { Deployment } from "../lib/deployment";
import { offlineState } from "../lib/paths";
import { messageOf, UserError } from "../lib/user-error";
import { command, misused } from "./main";
import { onOfflineStack } from "./offline-stack";
import { trustPage } from "../lib/trust/page";
import { rolesOf } from "../lib/trust/roles";
import { withWideMarks } from "../lib/trust/wide";
import type * as cloud from "./trust/pulumi-cloud";
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
  --help            this text
`;

command(
  usage,
  {
    stack: { type: "string" },
    role: { type: "string" },
    html: { type: "string" },
    "pulumi-cloud": { type: "boolean" },
    offline: { type: "boolean" },
    state: { type: "string" },
  },
  async ({ stack, role, html, "pulumi-cloud": pulumiCloud = false, offline = false, state }) => {
    if (stack === undefined) throw misused(usage, "--stack <name> is missing");
    if (pulumiCloud && (role !== undefined || html !== undefined))
      throw misused(usage, "--pulumi-cloud goes with neither --role nor --html");
    if (state !== undefined && !offline) throw misused(usage, "--state goes with --offline");
    const exported = await (offline
      ? onOfflineStack(stack, resolve(state ?? offlineState), (operations) => operations.export())
      : askEngine(["stack", "export"], stack));
    const all = await withWideMarks(rolesOf(JSON.parse(exported) as Deployment));
    const roles = all.filter(({ name }) => name === (role ?? name));
    if (all.length === 0) throw new UserError(`stack ${stack} has no role yet; expected one that is up`);
    if (roles.length === 0)
      throw new UserError(`--role ${String(role)}: expected one of ${all.map(({ name }) => name).join(", ")}`);
    let text = asText(stack, roles);
    if (pulumiCloud) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand: it reads YAML
      const { asPulumiCloud, cloudStack } = require("./trust/pulumi-cloud") as typeof cloud;
      text = asPulumiCloud(cloudStack(stack), all);
    } else if (html !== undefined) {
      writeText(html, trustPage([{ stack, roles }]));
      text = `${html}: written`;
    }
    process.stdout.write(`${text}\n`);
    return 0;
  },
);

function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`--html ${file}: ${messageOf(error)}`, { cause: error });
  }
}
