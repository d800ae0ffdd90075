import type { PolicyDocument } from "../../components/policy/document";
import type { Writer } from "./blocks";
import { administratorTable } from "./administrator";
import { claimsTable } from "./claims";
import { exampleTrust } from "./example";
import { groundTable, placeholdersTable, refusalsList } from "./own-roles";
import { outputsTable } from "./outputs";
import { permissionsTables, rolesTable } from "./roles";
import { settingsTable } from "./settings";

/** The generated blocks of the pages that need no engine, by their names. */
export const WRITERS: Readonly<Record<string, Writer>> = {
  settings: settingsTable,
  outputs: outputsTable,
  roles: rolesTable,
  permissions: permissionsTables,
  claims: claimsTable,
  administrator: administratorTable,
  "own-refusals": refusalsList,
  "own-placeholders": placeholdersTable,
  "own-ground": groundTable,
  "publish-trust": () => policyText(exampleTrust("publish")),
};

/** A policy formatted like IAM's own examples. */
function policyText(policy: PolicyDocument): string {
  return ["```json", JSON.stringify(policy, undefined, 2), "```"].join("\n");
}
