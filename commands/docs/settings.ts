import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

import { SETTINGS } from "../../components/policy/setting-forms";
import { projectRoot } from "../../lib/paths";
import { code, prose, table } from "./table";

interface ProjectFile {
  readonly config: Readonly<Record<string, { readonly description?: string; readonly default?: unknown }>>;
}

/** The config keys that the program takes, as Pulumi.yaml declares them. */
export function settingsTable(): string {
  const { config } = parse(readFileSync(join(projectRoot, "Pulumi.yaml"), "utf8")) as ProjectFile;
  const rows = Object.entries(config)
    .filter(([key]) => key in SETTINGS)
    .map(([key, { description = "", default: value }]) => [code(key), shownDefault(value), prose(description)]);
  return table(["key", "default", "meaning"], rows);
}

function shownDefault(value: unknown): string {
  if (value === undefined) return "**required**";
  if (value === "") return "empty";
  return code(typeof value === "string" ? value : JSON.stringify(value));
}
