import { InputError, type Problem } from "../../components/policy/input-error";
import { UserError } from "../../lib/user-error";

/** How many of the stacks with one problem a message names. */
const NAMED = 3;

/** @throws {UserError} with all problems, one a line, where there are any. */
export function refuse(title: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserError(new InputError(title, problems).message);
}

/** What is wrong with several stacks alike, said once: a wrong default is one problem, not a hundred. */
export function saidOnce(
  stacks: readonly { readonly label: string; readonly problems: readonly Problem[] }[],
): Problem[] {
  const labels = new Map<string, string[]>();
  for (const { label, problems } of stacks) {
    for (const { key, message } of problems) {
      const text = `${key}: ${message}`;
      labels.set(text, [...(labels.get(text) ?? []), label]);
    }
  }
  return [...labels].map(([message, of]) => {
    const more = of.length > NAMED ? ` and ${of.length - NAMED} more` : "";
    return { key: `${of.slice(0, NAMED).join(", ")}${more}`, message };
  });
}
