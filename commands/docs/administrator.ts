import { OPEN_IN_A_DISTRIBUTION, REASONS } from "../plan/administrator";
import { code, table } from "./table";

/** What only an administrator may apply, and what stops it besides the plan. */
export function administratorTable(): string {
  const rows = Object.values(REASONS).map(({ what, why, alsoHeldBy }) => [what, code(why), alsoHeldBy]);
  return [
    table(["only an administrator applies", "the plan says", "it is also held by"], rows),
    `Of a distribution the workflow may change ${OPEN_IN_A_DISTRIBUTION.map(code).join(", ")}.`,
  ].join("\n\n");
}
