import { resolve } from "node:path";

import { offlineState } from "../lib/paths";
import { UserError } from "../lib/user-error";
import type { DeploymentSource } from "./deployment";

/** The options of a command that reads deployments, for parseArgs: from where. */
export const SOURCE_OPTIONS = {
  offline: { type: "boolean" },
  state: { type: "string" },
  file: { type: "string" },
} as const;

/** What a command's usage says of them. */
export const SOURCE_USAGE = `  --offline         from what npm run offline brought up
  --state <folder>  with --offline: its state folder (default .offline)
  --file <json>     from a file that holds what pulumi stack export printed`;

/** Where the deployments are to be read. @throws {UserError} for options that do not go together. */
export function sourceOf({
  offline,
  state,
  file,
}: {
  readonly offline?: boolean;
  readonly state?: string;
  readonly file?: string;
}): Omit<DeploymentSource, "stack"> {
  if (state !== undefined && offline !== true) throw new UserError("--state goes with --offline");
  if (file !== undefined && offline === true) throw new UserError("--file and --offline: expected one of the two");
  return { offline: offline === true ? resolve(state ?? offlineState) : undefined, file };
}
