import { mermaidLabel } from "./mermaid-label";
import type { DeployedStack } from "../../../lib/deployment";
import { type Box, boxesOf, placeOf, uses } from "./boxes";
import { componentsOf } from "./components";
import { byType, componentTerm, counted, resourceTerm } from "./field-terms";

/**
 * Which stack makes what, as a Mermaid flowchart: a frame for each stack, in it one for AWS and one for GitHub, in it a
 * box for each type of component with what it made. An arrow leads from a box to what it was made from, a dotted one to
 * what another stack has made. Nothing in it changes when the same stacks come up once more.
 */
export function asMermaid(stacks: readonly DeployedStack[]): string {
  const boxes = stacks.map(({ stack, deployment }) => boxesOf(stack, componentsOf(deployment)));
  const frames = stacks.flatMap(({ stack }, index) => frame(stack, boxes[index] ?? []));
  return ["flowchart LR", ...frames, ...arrows(boxes.flat())].join("\n");
}

function frame(stack: string, boxes: readonly Box[]): string[] {
  const inner = [...new Set(boxes.map(placeOf))]
    .sort()
    .flatMap((place) => [
      `    subgraph ${idOf(stack, "in", place)} [${mermaidLabel([PLACES[place] ?? place])}]`,
      ...boxes.filter((box) => placeOf(box) === place).map((box) => `      ${boxId(box)}[${labelOf(box)}]`),
      "    end",
    ]);
  return [`  subgraph ${idOf("stack", stack)} [${mermaidLabel([`Stack ${stack}`])}]`, ...inner, "  end"];
}

const PLACES: Readonly<Record<string, string>> = { aws: "AWS", github: "GitHub" };

function labelOf({ type, components, resources }: Box): string {
  const names = components.length > 1 ? ` ${components.map(({ name }) => name).join(", ")}` : "";
  const terms = [...resources].sort(byType).map((resource) => resourceTerm(resource.type));
  const made = [...new Set(terms)].map((term) => counted(terms.filter((other) => other === term).length, term));
  const existing = components.some((component) => component.existing !== undefined) ? ["not made by this stack"] : [];
  return mermaidLabel([`${componentTerm(type, components.length)}${names}`, ...made, ...existing]);
}

function arrows(boxes: readonly Box[]): string[] {
  return boxes.flatMap((from) =>
    boxes
      .filter((to) => to !== from && uses(from, to))
      .map((to) => `  ${boxId(from)} ${from.stack === to.stack ? "-->" : '-.->|"uses"|'} ${boxId(to)}`),
  );
}

function boxId({ stack, type }: Box): string {
  return idOf(stack, type.split(":").at(-1) ?? type);
}

function idOf(...parts: readonly string[]): string {
  return parts.join("_").replace(/\W/g, "_");
}
