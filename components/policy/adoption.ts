import type { EnvironmentRules, ReviewerIds } from "./environment-answer";

/** A resource in the stack's state. */
export interface HeldResource {
  /** Pulumi's type token. */
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The outputs of the state's resources of a type. */
export function heldOutputs(state: readonly HeldResource[], type: string): HeldResource["outputs"][] {
  return state.filter((held) => held.type === type).map(({ outputs }) => outputs);
}

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
const POLICY = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

/** What this run takes over, and what the state already has. */
export interface Adoption {
  readonly adopt: readonly string[];
  readonly adopted: readonly string[];
}

/** The variables of `adoptVariables` that the state does not hold yet. */
export function variablesToAdopt(asked: readonly string[], state: readonly HeldResource[]): Adoption {
  const held = heldOutputs(state, VARIABLE).map(({ variableName }) => String(variableName).toUpperCase());
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
  return heldOutputs(state, POLICY).some((held) => Number(held.policyId) === policyId);
}

/** The rules that the state has of the environment of this name; undefined if it does not hold it. */
export function heldRules(state: readonly HeldResource[], environment: string): EnvironmentRules | undefined {
  const [held] = heldOutputs(state, ENVIRONMENT).filter((one) => one.environment === environment);
  if (held === undefined) return undefined;
  const [{ users = [], teams = [] } = {}] = (held.reviewers ?? []) as readonly Partial<ReviewerIds>[];
  const policies = heldOutputs(state, POLICY).filter((one) => one.environment === environment);
  return {
    reviewers: { users, teams },
    waitMinutes: Number(held.waitTimer ?? 0),
    canAdminsBypass: held.canAdminsBypass !== false,
    preventSelfReview: held.preventSelfReview === true,
    branches: policies.map(({ branchPattern }) => String(branchPattern)),
  };
}
