import type { Component, Resource } from "./components";

/** The components of one type of a stack, with all that they made: one box of the drawing. */
export interface Box {
  readonly stack: string;
  readonly type: string;
  readonly components: readonly Component[];
  readonly resources: readonly Resource[];
}

/** The boxes of a stack, in the order of its components. */
export function boxesOf(stack: string, all: readonly Component[]): Box[] {
  return [...new Set(all.map(({ type }) => type))].map((type) => {
    const components = all.filter((component) => component.type === type);
    return { stack, type, components, resources: components.flatMap(({ resources }) => resources) };
  });
}

/** The package of the provider that made what is in a box. A box without resources has an ARN, and so lies in AWS. */
export function placeOf({ resources }: Box): string {
  return resources[0]?.type.split(":")[0] ?? "aws";
}

/** Whether a box was made from something in another of its stack, or hands on what another stack made. */
export function uses(from: Box, to: Box): boolean {
  return from.stack === to.stack ? wasMadeFrom(from, to) : handsOn(from, to);
}

function handsOn(from: Box, to: Box): boolean {
  return from.components.some(({ existing }) => to.resources.some(({ id }) => id === existing));
}

function wasMadeFrom(from: Box, to: Box): boolean {
  const urns = [...to.components, ...to.resources].map(({ urn }) => urn);
  // The engine records no dependency on a component that made nothing: what it handed on is in the outputs.
  const arns = to.components.map(({ existing }) => existing).filter((arn) => arn !== undefined);
  return from.resources.some(
    ({ dependencies, outputs }) =>
      dependencies.some((urn) => urns.includes(urn)) || arns.some((arn) => JSON.stringify(outputs).includes(arn)),
  );
}
