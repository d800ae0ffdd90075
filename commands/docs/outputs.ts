import { variableName } from "../../components/policy/names";
import { OUTPUTS, roleOutput } from "../../components/policy/outputs";
import { ROLE_NAMES, ROLES } from "../../components/policy/roles";
import { code, table } from "./table";

/** What each output of a stack is, and the repository variable that carries it in the environment `prod`. */
export function outputsTable(): string {
  const roles = ROLE_NAMES.map(
    (role) => [roleOutput(role), `role that the job in ${code(ROLES[role].workflow)} assumes`] as const,
  );
  const rows = [...roles, ...Object.entries(OUTPUTS)].map(([name, meaning]) => [
    code(name),
    code(variableName("prod", name)),
    meaning,
  ]);
  return table(["output", "variable", "value"], rows);
}
