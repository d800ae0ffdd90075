import { fieldsOf, parsed } from "./json";

/** What a permissions boundary does to actions that a role's own policy allows. */
export interface BoundaryEffect {
  /** Those that it refuses, whatever the resource. */
  readonly refused: readonly string[];
  /** Those that depend on a condition or a list of resources in it. */
  readonly undecided: readonly string[];
}

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/**
 * A boundary's effect on the actions, as far as its own actions alone decide it; undefined if the text is not a
 * policy.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function boundaryEffect(document: string, actions: readonly string[]): BoundaryEffect | undefined {
  const { Statement: all } = fieldsOf(parsed(document));
  if (typeof all !== "object" || all === null) return undefined;
  const statements = [all].flat() as Statement[];
  const verdicts = [...new Set(actions)].map((action) => {
    const about = statements.filter((statement) => concerns(statement, action));
    const [allowed, denied] = ["Allow", "Deny"].map((effect) => about.filter(({ Effect }) => Effect === effect));
    if (denied?.some(isPlain) === true || allowed?.length === 0) return { action, verdict: "refused" };
    const clear = allowed?.some(isPlain) === true && denied?.length === 0;
    return { action, verdict: clear ? "allowed" : "undecided" };
  });
  const of = (wanted: string) => verdicts.flatMap(({ action, verdict }) => (verdict === wanted ? [action] : []));
  return { refused: of("refused"), undecided: of("undecided") };
}

function concerns({ Action, NotAction }: Statement, action: string): boolean {
  const matches = (patterns: unknown): boolean =>
    [patterns].flat().some((pattern) => typeof pattern === "string" && pattern !== "" && like(pattern).test(action));
  return NotAction === undefined ? matches(Action) : !matches(NotAction);
}

/** Whether a statement applies to every resource, unconditionally. */
function isPlain({ Resource, Condition }: Statement): boolean {
  return [Resource].flat().includes("*") && Condition === undefined;
}

/** An action's pattern: `*` matches any characters, `?` one, and case is ignored. */
function like(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[$()+.[\\\]^{|}]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
}
