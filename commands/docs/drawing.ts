import { type DeployedResource, type DeployedStack, isMade } from "../../lib/deployment";
import { inWords } from "../../lib/trust/roles";

/** The components of one type of a stack, with all that they made: one box of the drawing. */
interface Box {
  readonly stack: string;
  readonly type: string;
  readonly names: readonly string[];
  readonly made: readonly DeployedResource[];
  /** The ARNs of what they hand on but did not make. */
  readonly existing: readonly string[];
  /** The URNs of the components and of what they made. */
  readonly urns: readonly string[];
}

const PLACES: Readonly<Record<string, string>> = { aws: "AWS", github: "GitHub" };

/**
 * Which stack makes what, as a Mermaid flowchart: a frame for each stack, in it one for AWS and one for GitHub, in it a
 * box for each type of component with what it made. An arrow leads from a box to what it was made from, a dotted one to
 * what another stack has made. Nothing in it changes when the same stacks come up once more.
 */
export function asMermaid(stacks: readonly DeployedStack[]): string {
  const boxes = stacks.map(boxesOf);
  const frames = stacks.flatMap(({ stack }, index) => frame(stack, boxes[index] ?? []));
  const all = boxes.flat();
  const arrows = all.flatMap((from) =>
    all.flatMap((to) => {
      if (from.stack !== to.stack) return handsOn(from, to) ? `  ${idOf(from)} -.->|"uses"| ${idOf(to)}` : [];
      return from !== to && wasMadeFrom(from, to) ? `  ${idOf(from)} --> ${idOf(to)}` : [];
    }),
  );
  return ["flowchart LR", ...frames, ...arrows].join("\n");
}

/** The boxes of a stack, without components that made nothing and hand nothing on. */
function boxesOf({ stack, deployment: { deployment } }: DeployedStack): Box[] {
  const { resources = [] } = deployment;
  const components = resources
    .filter(({ id }) => id === undefined)
    .map(({ urn, type, outputs }) => {
      const made = resources.filter((one) => one.parent === urn && isMade(one));
      const existing = made.length === 0 && typeof outputs?.arn === "string" ? [outputs.arn] : [];
      return { type, name: urn.split("::").at(-1) ?? urn, made, existing, urns: [urn, ...made.map((one) => one.urn)] };
    })
    .filter(({ made, existing }) => made.length + existing.length > 0);
  return [...new Set(components.map(({ type }) => type))].sort().map((type) => {
    const own = components.filter((component) => component.type === type);
    return {
      stack,
      type,
      names: own.map(({ name }) => name).sort(),
      made: own.flatMap(({ made }) => made),
      existing: own.flatMap(({ existing }) => existing),
      urns: own.flatMap(({ urns }) => urns),
    };
  });
}

function frame(stack: string, boxes: readonly Box[]): string[] {
  // A box without resources has an ARN, and so lies in AWS.
  const placeOf = ({ made }: Box): string => made[0]?.type.split(":")[0] ?? "aws";
  const inner = [...new Set(boxes.map(placeOf))]
    .sort()
    .flatMap((place) => [
      `    subgraph ${id(stack, "in", place)} ["${PLACES[place] ?? place}"]`,
      ...boxes.filter((box) => placeOf(box) === place).map((box) => `      ${idOf(box)}["${labelOf(box)}"]`),
      "    end",
    ]);
  return [`  subgraph ${id("stack", stack)} ["Stack ${stack}"]`, ...inner, "  end"];
}

function labelOf({ type, names, made, existing }: Box): string {
  const terms = made.map((one) => termOf(one.type)).sort();
  return [
    names.length > 1 ? `${termOf(type)}: ${names.join(", ")}` : termOf(type),
    ...[...new Set(terms)].map((term) => counted(term, terms.filter((other) => other === term).length)),
    ...(existing.length > 0 ? ["not made by this stack"] : []),
  ].join("<br>");
}

/** The last part of a type token as separate words. */
export function termOf(type: string): string {
  const name = type.split(":").at(-1) ?? type;
  return inWords(name.charAt(0).toLowerCase() + name.slice(1));
}

/** For example `Role × 4`. */
export function counted(term: string, count: number): string {
  return count === 1 ? term : `${term} × ${count}`;
}

function handsOn(from: Box, to: Box): boolean {
  return to.made.some(({ id: made = "" }) => from.existing.includes(made));
}

function wasMadeFrom(from: Box, to: Box): boolean {
  return from.made.some(
    ({ dependencies = [], outputs = {} }) =>
      dependencies.some((urn) => to.urns.includes(urn)) ||
      // The engine records no dependency on a component that made nothing: what it handed on is in the outputs.
      to.existing.some((arn) => JSON.stringify(outputs).includes(arn)),
  );
}

function idOf({ stack, type }: Pick<Box, "stack" | "type">): string {
  return id(stack, type.split(":").at(-1) ?? type);
}

function id(...parts: readonly string[]): string {
  return parts.join("_").replace(/\W/g, "_");
}
