import type { Component } from "./components";
import { componentTerm, resourceTerm } from "./field-terms";

/** A stack as a tree: its components, what each made, and what AWS or GitHub knows that by. */
export function asText(stack: string, components: readonly Component[]): string {
  return [`Stack ${stack}`, ...components.map(block)].join("\n\n");
}

function block({ type, name, resources, existing }: Component): string {
  const rows = resources.map((made) => [resourceTerm(made.type), made.id] as const);
  const width = Math.max(...rows.map(([term]) => term.length));
  return [
    `  ${componentTerm(type)} (${name})`,
    ...rows.map(([term, id]) => `    ${term.padEnd(width)}  ${id}`),
    ...(existing === undefined ? [] : [`    uses ${existing}, which it did not make`]),
  ].join("\n");
}
