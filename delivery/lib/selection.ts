// Which of the committed stacks a workflow runs for, and why not for the others.
import { inOrder, mayWaitFor, waitsFor } from "./stack-order.ts";
import type { Committed, Stack, Unusable } from "./stacks.ts";

export interface Choice {
  readonly stack: string;
  /** Why it is left out; undefined if it is selected. */
  readonly why?: string;
  readonly selected?: Stack;
}

export type Purpose = "site" | "infrastructure" | "drift";

/** The role that a workflow assumes, as its variable's name has it. */
const ROLE = { site: "PUBLISH", infrastructure: "INFRASTRUCTURE", drift: "DRIFT", preview: "PREVIEW" } as const;

/**
 * The stacks of a branch, in the order of promotion.
 *
 * @param isUp - Whether the role's variable of a prefix has a value. No other variable is looked at.
 */
export function selectOn(
  branch: string,
  committed: Committed,
  purpose: Purpose,
  isUp: (prefix: string) => boolean,
): readonly Choice[] {
  const known = committed.stacks.map(({ environment }) => environment);
  const stopped = new Set<string>();
  const choices = inOrder(committed).map((one): Choice => {
    const { stack, environment, prefix } = one;
    if (one.branch !== branch)
      return { stack, why: `left out: it is deployed from the branch ${one.branch} and this run is on ${branch}` };
    if (!isUp(prefix)) {
      stopped.add(environment);
      return notUp(stack, prefix, purpose);
    }
    // Comparing has no order.
    if (purpose === "drift") return { stack, selected: one };
    const missing = waitsFor(one, committed).find((name) => stopped.has(name) || !known.includes(name));
    const lost = mayWaitFor(one, committed);
    if (missing === undefined && lost === undefined) return { stack, selected: one };
    stopped.add(environment);
    const why = missing === undefined ? `may wait for ${lost?.stack}` : `comes after ${missing}`;
    return { stack, why: `left out: it ${why}, which is left out` };
  });
  return [...choices, ...committed.unusable.map(notUsable)];
}

/** One whose role's variable has no value. */
export function notUp(stack: string, prefix: string, purpose: keyof typeof ROLE): Choice {
  const variable = `${prefix}_${ROLE[purpose]}_ROLE_ARN`;
  return {
    stack,
    why: `left out: there is no variable ${variable}; an administrator's first \`pulumi up\` writes it, unless builtInRoles leaves the role out`,
  };
}

/** One whose file cannot be used. */
export function notUsable({ stack, why }: Unusable): Choice {
  return { stack, why: `left out: its file cannot be used: ${why}` };
}

/** Every prefix of two sets of files, those of the first in their order. */
export function prefixesOf(head: Committed, base: Committed): readonly string[] {
  return [...new Set([...inOrder(head), ...base.stacks].map(({ prefix }) => prefix))];
}
