// `npm run plan`: whether the infrastructure workflow may apply what a preview holds.
import { resolve } from "node:path";
import { askEngine, JSON_PREVIEW } from "../engine/installed";
import { offlineState } from "../lib/paths";
import { readText } from "../lib/read-text";
import { UserError } from "../lib/user-error";
import { command, misused } from "./main";
import { onOfflineStack } from "./offline-stack";
import { stepsOf } from "./plan/digest";
import { decide, type Decision } from "./plan/decision";

const usage = `npm run plan -- --stack <name> [options]

Previews a stack and says whether the infrastructure workflow may apply what would change. It may update the site in
place and write variables; everything else is an administrator's pulumi up.

Exit code: 0 it may, 3 it must stop before any write, 1 the preview failed.

Options
  --stack <name>    the stack
  --file <json>     what pulumi preview --json --show-replacement-steps printed, instead of previewing
  --offline         preview what npm run offline brought up
  --state <folder>  with --offline: its state folder (default .offline)
  --json            print the decision as JSON instead of text
  --help            this text
`;

/** The exit code for a plan that holds what only an administrator may apply. */
const ADMINISTRATOR = 3;

function told(stack: string, { changes, reserved }: Decision): string {
  const lines = (steps: Decision["changes"]) => steps.map(({ op, type, name }) => `  ${op} ${type} ${name}`);
  if (changes.length === 0) return `Stack ${stack}: nothing would change.`;
  if (reserved.length === 0) return [`Stack ${stack}: the workflow may apply this.`, ...lines(changes)].join("\n");
  return [
    `Stack ${stack}: stopped before any write. An administrator must run pulumi up --stack ${stack}:`,
    ...reserved.map((step) => `${lines([step]).join("")}: ${step.why}`),
  ].join("\n");
}

command(
  usage,
  {
    stack: { type: "string" },
    file: { type: "string" },
    offline: { type: "boolean" },
    state: { type: "string" },
    json: { type: "boolean" },
  },
  async ({ stack, file, offline = false, state, json = false }) => {
    if (stack === undefined) throw misused(usage, "--stack <name> is missing");
    if (file !== undefined && offline) throw new UserError("--file and --offline: expected one of the two");
    if (state !== undefined && !offline) throw misused(usage, "--state goes with --offline");
    const previewed = offline
      ? onOfflineStack(stack, resolve(state ?? offlineState), (operations) => operations.previewAsJson())
      : file === undefined
        ? askEngine(["preview", ...JSON_PREVIEW], stack, { json: true })
        : readText(file);
    const decision = decide(stepsOf(await previewed));
    process.stdout.write(`${json ? JSON.stringify(decision) : told(stack, decision)}\n`);
    return decision.reserved.length === 0 ? 0 : ADMINISTRATOR;
  },
);
