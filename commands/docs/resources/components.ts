import { type DeployedResource, type Deployment, isMade } from "../../../lib/deployment";
import { byType } from "./field-terms";

/** A component of a stack, and what it made in AWS or GitHub. */
export interface Component {
  readonly urn: string;
  /** Its type token, for example `passwordless:web:StaticSite`. */
  readonly type: string;
  readonly name: string;
  readonly resources: readonly Resource[];
  /** The ARN of something that it hands on but did not make. */
  readonly existing?: string;
}

/** Something that exists in AWS or GitHub because the stack made it. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Its id in AWS or GitHub. */
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The URNs of what it was made after. */
  readonly dependencies: readonly string[];
}

/** The components of a stack, always in the same order, without those that made nothing and hand nothing on. */
export function componentsOf({ deployment: { resources = [] } }: Deployment): Component[] {
  const made = resources.filter(isMade).map(resource).sort(inOrder);
  return resources
    .filter(({ id }) => id === undefined)
    .map(({ urn, type, outputs = {} }) => {
      const own = made.filter(({ parent }) => parent === urn);
      const existing = own.length === 0 && typeof outputs.arn === "string" ? outputs.arn : undefined;
      return { urn, type, name: nameIn(urn), resources: own, existing };
    })
    .filter(({ resources: own, existing }) => own.length > 0 || existing !== undefined)
    .sort(inOrder);
}

function resource({ urn, type, id = "", parent, outputs = {}, dependencies = [] }: DeployedResource) {
  return { urn, type, name: nameIn(urn), id, parent, outputs, dependencies };
}

function nameIn(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

type Named = Pick<Resource, "type" | "name">;

function inOrder(a: Named, b: Named): number {
  return byType(a, b) || (a.name < b.name ? -1 : Number(a.name > b.name));
}
