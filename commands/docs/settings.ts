import { SETTINGS } from "../../components/policy/setting-forms";
import { projectRoot } from "../../lib/paths";
import { readProject } from "../../lib/stack-files";
import { code, prose, table } from "./table";

/** The config keys that the program takes, as Pulumi.yaml declares them. */
export function settingsTable(): string {
  const { config } = readProject(projectRoot);
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
