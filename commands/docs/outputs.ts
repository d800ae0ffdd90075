import { variableName } from "../../components/policy/names";
import { OUTPUTS } from "../../components/policy/outputs";
import { code, table } from "./table";

/** What each output of a stack is, and the repository variable that carries it in the environment `prod`. */
export function outputsTable(): string {
  const rows = Object.entries(OUTPUTS).map(([name, meaning]) => [
    code(name),
    code(variableName("prod", name)),
    meaning,
  ]);
  return table(["output", "variable", "value"], rows);
}
