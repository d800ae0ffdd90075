import { type DeployedResource, type DeployedStack, isMade } from "../../lib/deployment";
import { inWords } from "../../lib/trust/roles";

/** The components of one type of a stack, with all that they made: one box of the drawing. */
interface Box {
  readonly stack: string;
  readonly type: string;
  readonly names: readonly string[];
  readonly made: readonly DeployedResource[];
  /** The URNs of the components and of what they made; where they made nothing, the ARNs that they hand on. */
  readonly known: readonly string[];
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
      const known =
        made.length > 0
          ? [urn, ...made.map((one) => one.urn)]
          : [outputs?.arn].filter((arn) => typeof arn === "string");
      return { type, name: urn.split("::").at(-1) ?? urn, made, known };
    })
    .filter(({ known }) => known.length > 0);
  return [...new Set(components.map(({ type }) => type))].sort().map((type) => {
    const own = components.filter((component) => component.type === type);
    const [made, known] = [own.flatMap((one) => one.made), own.flatMap((one) => one.known)];
    return { stack, type, names: own.map(({ name }) => name).sort(), made, known };
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

function labelOf({ type, names, made }: Box): string {
  const terms = made.map((one) => termOf(one.type)).sort();
  return [
    names.length > 1 ? `${termOf(type)}: ${names.join(", ")}` : termOf(type),
    ...[...new Set(terms)].map((term) => counted(term, terms.filter((other) => other === term).length)),
    ...(made.length === 0 ? ["not made by this stack"] : []),
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
  return to.made.some(({ id: made = "" }) => from.known.includes(made));
}

/** The engine records no dependency on a component that made nothing: what that handed on is in the outputs. */
function wasMadeFrom(from: Box, to: Box): boolean {
  const said = from.made.map(({ dependencies, outputs }) => JSON.stringify([dependencies, outputs]));
  return to.known.some((name) => said.some((text) => text.includes(name)));
}

function idOf({ stack, type }: Pick<Box, "stack" | "type">): string {
  return id(stack, type.split(":").at(-1) ?? type);
}

function id(...parts: readonly string[]): string {
  return parts.join("_").replace(/\W/g, "_");
}
