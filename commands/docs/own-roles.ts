import { groundPolicy } from "../../components/policy/own-role/ground";
import { REFUSALS } from "../../components/policy/own-role/judgement";
import { PLACEHOLDERS } from "../../components/policy/own-role/placeholders";
import { EXAMPLE_GROUND } from "./example";
import { statementTable } from "./roles";
import { code, table } from "./table";

/** What is refused in the policy of an own role. */
export function refusalsList(): string {
  return Object.values(REFUSALS)
    .map((refusal) => `- ${refusal}`)
    .join("\n");
}

/** The placeholders in such a policy for what its file cannot know. */
export function placeholdersTable(): string {
  const rows = Object.entries(PLACEHOLDERS).map(([name, meaning]) => [code(`\${${name}}`), meaning]);
  return table(["placeholder", "value"], rows);
}

/** What no own role may do, whatever its policy says, for the example. */
export function groundTable(): string {
  return statementTable(groundPolicy(EXAMPLE_GROUND).Statement);
}
