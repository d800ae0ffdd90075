import { UPDATED_IN_PLACE } from "../../components/policy/aws-statements";
import { OPEN_IN_A_DISTRIBUTION, type ReasonName, REASONS, reasonOfType } from "./administrator";

/** One step that the engine would take. */
export interface Step {
  /** The engine's word for it: `create`, `update`, `replace`, `delete`, ... */
  readonly op: string;
  /** Pulumi's type token. */
  readonly type: string;
  readonly name: string;
}

/** A step, with what it changes; without a detailed preview the workflow may change nothing in a distribution. */
export interface PlannedStep extends Step {
  /** Which properties change, down to the second level, for example `defaultCacheBehavior.compress`. */
  readonly changed?: readonly string[];
  /** Whether its protection from deletion changes, which the engine may also do with the op `same`. */
  readonly protection?: boolean;
}

/** A step that only an administrator may take, and why. */
export interface Reserved extends Step {
  readonly why: string;
  /** Whether it changes who may do what. */
  readonly trustRoot: boolean;
}

/** What a plan holds: what the workflow may apply, and what it must not. */
export interface Decision {
  readonly changes: readonly Step[];
  readonly reserved: readonly Reserved[];
}

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

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
export function decide(steps: readonly PlannedStep[]): Decision {
  const changes = steps.filter(
    ({ op, type, protection }) => protection === true || (!HARMLESS.includes(op) && !isGrouping(type)),
  );
  const reserved = changes.flatMap((step) => {
    const reason = reasonOf(step);
    if (reason === undefined) return [];
    const { why } = REASONS[reason];
    const details =
      reason === "distribution" ? ` (${closedIn(step).join(", ") || "the preview does not say what"})` : "";
    return [{ ...step, why: `${why}${details}`, trustRoot: reason === "trustRoot" || reason === "bucketPolicy" }];
  });
  return { changes, reserved: reserved.sort((a, b) => Number(b.trustRoot) - Number(a.trustRoot)) };
}

function reasonOf(step: PlannedStep): ReasonName | undefined {
  const { op, type, changed = [], protection } = step;
  const ofType = reasonOfType(type);
  if (ofType !== undefined) return ofType;
  if (protection === true || (op === "update" && changed.includes("forceDestroy"))) return "protection";
  if (type === VARIABLE && ["create", "update"].includes(op)) return undefined;
  if (op !== "update") return "lifecycle";
  // No role may tag.
  if (changed.some((path) => /^tags(?:All)?\b/.test(path))) return "rights";
  if (type === DISTRIBUTION) return changed.length > 0 && closedIn(step).length === 0 ? undefined : "distribution";
  const updated: readonly string[] = [...UPDATED_IN_PLACE, "pulumi:providers:aws", "pulumi:providers:github"];
  return updated.includes(type) ? undefined : "rights";
}

/** What changes in a distribution and is not the workflow's. */
function closedIn({ changed = [] }: PlannedStep): string[] {
  const isOpen = (path: string): boolean =>
    [path, path.split(".")[0] ?? path].some((name) => OPEN_IN_A_DISTRIBUTION.includes(name));
  return changed.filter((path) => !isOpen(path));
}

/** The stack and components group resources, and the engine's own provider reads the state: nothing of a cloud. */
function isGrouping(type: string): boolean {
  return ["pulumi:pulumi:Stack", "pulumi:providers:pulumi"].includes(type) || type.startsWith("passwordless:");
}
