import { UPDATED_IN_PLACE } from "../../components/policy/aws-statements";

/** One step that the engine would take. */
export interface Step {
  /** The engine's word for it: `create`, `update`, `replace`, `delete`, ... */
  readonly op: string;
  /** Pulumi's type token. */
  readonly type: string;
  readonly name: string;
}

/** A step that only an administrator may take, and why. */
export interface Reserved extends Step {
  readonly why: string;
  /** Whether it is a change of who may do what. */
  readonly trustRoot: boolean;
}

/** What a plan holds: what the workflow may apply, and what it must not. */
export interface Decision {
  readonly changes: readonly Step[];
  readonly reserved: readonly Reserved[];
}

/** Everything that decides who may do what. */
const TRUST_ROOT: readonly string[] = [
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  "github:index/repositoryEnvironment:RepositoryEnvironment",
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy",
];

const VARIABLE = "github:index/actionsVariable:ActionsVariable";

/** Steps that change nothing outside the state. */
const HARMLESS: readonly string[] = [
  "same",
  "read",
  "refresh",
  "read-replacement",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
];

/** Sorts the steps of a preview. Whatever is not known to be the workflow's is an administrator's. */
export function decide(steps: readonly Step[]): Decision {
  const changes = steps.filter(({ op, type }) => !HARMLESS.includes(op) && !isGrouping(type));
  const reserved = changes.flatMap((step) => {
    const why = whyReserved(step);
    return why === undefined ? [] : [{ ...step, why, trustRoot: TRUST_ROOT.includes(step.type) }];
  });
  return { changes, reserved: reserved.sort((a, b) => Number(b.trustRoot) - Number(a.trustRoot)) };
}

function whyReserved({ op, type }: Step): string | undefined {
  if (TRUST_ROOT.includes(type)) return "it decides who may do what";
  if (type === VARIABLE && ["create", "update"].includes(op)) return undefined;
  if (op !== "update") return "the workflow creates, replaces and deletes nothing but new variables";
  const updated: readonly string[] = [...UPDATED_IN_PLACE, "pulumi:providers:aws", "pulumi:providers:github"];
  return updated.includes(type) ? undefined : "the workflow's role may not update it";
}

/** The stack and components group resources, and the engine's own provider reads the state: nothing of a cloud. */
function isGrouping(type: string): boolean {
  return ["pulumi:pulumi:Stack", "pulumi:providers:pulumi"].includes(type) || type.startsWith("passwordless:");
}
