import { variableName } from "../../components/policy/names";
import { OUTPUTS, roleOutput } from "../../components/policy/outputs";
import { groundPolicy } from "../../components/policy/own-role/ground";
import { REFUSALS } from "../../components/policy/own-role/judgement";
import { PLACEHOLDERS } from "../../components/policy/own-role/placeholders";
import { ROLE_NAMES, ROLES } from "../../components/policy/roles";
import { SETTINGS } from "../../components/policy/setting-forms";
import { projectRoot } from "../../lib/paths";
import { readProject } from "../../lib/stack-files";
import { OPEN_IN_A_DISTRIBUTION, REASONS } from "../plan/administrator";
import type { Writer } from "./blocks";
import { EXAMPLE_GROUND, exampleTrust } from "./example";
import { claimsTable, permissionsTables, rolesList, statementTable } from "./roles";
import { code, prose, table } from "./table";

/** The generated blocks of the pages that need no engine, by their names. */
export const WRITERS: Readonly<Record<string, Writer>> = {
  settings: settingsTable,
  outputs: outputsTable,
  roles: rolesList,
  permissions: permissionsTables,
  claims: claimsTable,
  administrator: administratorTable,
  // What is refused in the policy of an own role, what its file cannot know, and what it may never do.
  "own-refusals": () =>
    Object.values(REFUSALS)
      .map((refusal) => `- ${refusal}`)
      .join("\n"),
  "own-placeholders": () =>
    table(
      ["placeholder", "value"],
      Object.entries(PLACEHOLDERS).map(([name, meaning]) => [code(`\${${name}}`), meaning]),
    ),
  "own-ground": () => statementTable(groundPolicy(EXAMPLE_GROUND).Statement),
  "publish-trust": () => ["```json", JSON.stringify(exampleTrust("publish"), undefined, 2), "```"].join("\n"),
};

/** The config keys that the program takes, as Pulumi.yaml declares them. */
function settingsTable(): string {
  const shownDefault = (value: unknown): string => {
    if (value === undefined) return "**required**";
    return value === "" ? "empty" : code(typeof value === "string" ? value : JSON.stringify(value));
  };
  const rows = Object.entries(readProject(projectRoot).config)
    .filter(([key]) => key in SETTINGS)
    .map(([key, { description = "", default: value }]) => [code(key), shownDefault(value), prose(description)]);
  return table(["key", "default", "meaning"], rows);
}

/** What each output of a stack is, and the repository variable that carries it in the environment `prod`. */
function outputsTable(): string {
  const roles = ROLE_NAMES.map((role) => [
    roleOutput(role),
    `role that the job in ${code(ROLES[role].workflow)} assumes`,
  ]);
  const rows = [...roles, ...Object.entries(OUTPUTS)].map(([name = "", meaning = ""]) => [
    code(name),
    code(variableName("prod", name)),
    meaning,
  ]);
  return table(["output", "variable", "value"], rows);
}

/** What only an administrator may apply, and what stops it besides the plan. */
function administratorTable(): string {
  const rows = Object.values(REASONS).map(({ what, why, alsoHeldBy }) => [what, code(why), alsoHeldBy]);
  return [
    table(["only an administrator applies", "the plan says", "also enforced by"], rows),
    `Of a distribution the workflow may change ${OPEN_IN_A_DISTRIBUTION.map(code).join(", ")}.`,
  ].join("\n\n");
}
