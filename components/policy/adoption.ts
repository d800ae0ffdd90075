/** A resource in the stack's state. */
export interface HeldResource {
  /** Pulumi's type token. */
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const POLICY = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

/** What this run takes over, and what the state already has. */
export interface Adoption {
  readonly adopt: readonly string[];
  readonly adopted: readonly string[];
}

/** The variables of `adoptVariables` that the state does not hold yet. */
export function variablesToAdopt(asked: readonly string[], state: readonly HeldResource[]): Adoption {
  const held = state
    .filter(({ type }) => type === VARIABLE)
    .map(({ outputs }) => String(outputs.variableName).toUpperCase());
  return {
    adopt: asked.filter((name) => !held.includes(name)),
    adopted: asked.filter((name) => held.includes(name)),
  };
}

/** The notice about `adoptVariables` at each preview; undefined if it is empty. */
export function adoptionNotice({ adopt, adopted }: Adoption): string | undefined {
  const parts = [
    ...(adopt.length === 0 ? [] : [`this up takes over ${adopt.join(", ")}`]),
    ...(adopted.length === 0
      ? []
      : [`${adopted.join(", ")} of it ${adopted.length === 1 ? "is" : "are"} this stack's`]),
  ];
  return parts.length === 0 ? undefined : `adoptVariables: ${parts.join("; ")}; delete the key after a successful up`;
}

/** Whether the state holds the branch policy with this id. */
export function holdsPolicy(state: readonly HeldResource[], policyId: number): boolean {
  return state.some(({ type, outputs }) => type === POLICY && Number(outputs.policyId) === policyId);
}

/** Whether the state holds the environment of this name. */
export function holdsEnvironment(state: readonly HeldResource[], environment: string): boolean {
  const type = "github:index/repositoryEnvironment:RepositoryEnvironment";
  return state.some((held) => held.type === type && held.outputs.environment === environment);
}
