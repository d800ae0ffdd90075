/** A stack's deployment as `pulumi stack export` prints it, as far as it is read here. */
export interface Deployment {
  readonly deployment: {
    readonly manifest?: { readonly time?: string };
    readonly resources?: readonly DeployedResource[];
  };
}

/** A stack with its deployment. */
export interface DeployedStack {
  readonly stack: string;
  readonly deployment: Deployment;
}

/** A resource, component or provider of a deployment. */
export interface DeployedResource {
  readonly urn: string;
  readonly type: string;
  /** Its id at its provider: a physical name, an id or an ARN. A component has none. */
  readonly id?: string;
  readonly parent?: string;
  /** The URNs of what it was made after. */
  readonly dependencies?: readonly string[];
  /** Only looked up, not made. */
  readonly external?: boolean;
  /** On its way out: its replacement is there already. */
  readonly delete?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Whether it exists in AWS or GitHub because the stack made it, and not only in the state. */
export function isMade({ id, type, external, delete: leaving }: DeployedResource): boolean {
  return id !== undefined && !type.startsWith("pulumi:") && external !== true && leaving !== true;
}
